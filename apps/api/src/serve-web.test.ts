import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testApi } from './testing/test-api.ts';

const webRoot = await mkdtemp(join(tmpdir(), 'scopemap-web-'));
await mkdir(join(webRoot, 'assets'));
await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Scopemap</title>');
await writeFile(join(webRoot, 'assets', 'app-1a2b.js'), 'export {};');
afterAll(() => rm(webRoot, { recursive: true }));
const { app } = await testApi({ webRoot });

describe('the page', () => {
  it.each([
    ['/', 200, 'text/html', 'no-cache'],
    ['/hosts/7?from=2026-01-01', 200, 'text/html', 'no-cache'],
    ['/assets/app-1a2b.js', 200, 'application/javascript', 'public, max-age=31536000, immutable'],
    ['/assets/gone.js', 404, 'application/problem+json', undefined],
    ['/api/gone', 404, 'application/problem+json', undefined],
    ['/api', 404, 'application/problem+json', undefined],
  ])('%s: %d %s', async (url, status, type, cache) => {
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain(type);
    if (cache) expect(answer.headers['cache-control']).toBe(cache);
  });

  it('gives nothing from outside its folder', async () => {
    for (const url of ['/..%2f..%2fetc%2fpasswd', '/../../etc/passwd', '/assets/%2e%2e/%2e%2e/etc/passwd']) {
      expect((await app.inject({ url })).body).not.toContain('root:');
    }
  });

  it('answers other methods on page paths with a problem', async () => {
    expect((await app.inject({ method: 'POST', url: '/hosts' })).statusCode).toBe(404);
  });

  it('runs no inline script and does not demand TLS over plain HTTP', async () => {
    const { headers } = await app.inject({ url: '/' });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('keeps answers of the API out of caches', async () => {
    expect((await app.inject({ url: '/api/status' })).headers['cache-control']).toBe('no-store');
  });

  it('refuses a folder without a built page', async () => {
    await expect(testApi({ webRoot: join(webRoot, 'assets') })).rejects.toThrow(/holds no built page/);
  });
});

describe('with TLS', async () => {
  const { app: secure } = await testApi({ https: true });
  it('holds browsers to it', async () => {
    const { headers } = await secure.inject({ url: '/api/status' });
    expect(headers['strict-transport-security']).toBeDefined();
    expect(headers['content-security-policy']).toContain('upgrade-insecure-requests');
  });
});
