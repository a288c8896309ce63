import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@scopemap/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-attacks-'));
const webRoot = join(folder, 'web');
const uploads = join(folder, 'uploads');
await mkdir(join(webRoot, 'assets'), { recursive: true });
await writeFile(join(webRoot, 'index.html'), '<title>page</title>');
await writeFile(join(webRoot, 'assets/app.js'), 'app');
await writeFile(join(folder, 'secret.txt'), 'TOP SECRET');
afterAll(() => rm(folder, { recursive: true, force: true }));

const { app, runner } = await testApi({ webRoot, uploads: { folder: uploads, maxOctets: 100_000 } });

describe('paths', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/....//....//secret.txt',
    '/%2fetc/passwd',
    '//etc/passwd',
    '/assets/app.js%00.txt',
    '/assets/..;/..;/secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
  ])('%s stays in the folder of the page', async (url) => {
    const { statusCode, body } = await app.inject({ method: 'GET', url });
    expect(body).not.toContain('TOP SECRET');
    expect(body).not.toContain('root:');
    expect(statusCode).not.toBe(500);
  });

  it.each(['../../evil.pcap', '/etc/cron.d/evil', '..\\..\\evil', 'a\u0000.pcap', `${'x'.repeat(5_000)}.pcap`])(
    'the name %j of an upload is a label, not a path',
    async (fileName) => {
      const before = runner.files.length;
      const form = `--X\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n\r\nfoo\r\n--X--\r\n`;
      await app.inject({
        method: 'POST',
        url: '/api/imports',
        payload: form,
        headers: { 'content-type': 'multipart/form-data; boundary=X' },
      });
      for (const { path } of runner.files.slice(before)) expect(path.startsWith(`${uploads}/`)).toBe(true);
      expect((await readdir(folder)).sort()).toEqual(expect.arrayContaining(['secret.txt', 'web']));
      expect(await readdir(folder)).not.toContain('evil.pcap');
    },
  );
});

interface WriteEndpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly maxOctets?: number;
}

describe('bodies', () => {
  const writes = Object.entries(endpoints as unknown as Record<string, WriteEndpoint>).filter(
    // Those of people look at who asks before they look at the body.
    ([, { body, path }]) => body && !/^\/api\/(account|session\/)/.test(path),
  );

  it.each(writes)('%s refuses one that is too large', async (_, { method, path, maxOctets = 1024 ** 2 }) => {
    const { statusCode } = await app.inject({
      method,
      url: path.replaceAll(/:[a-z]+/gi, '1'),
      payload: `{"name":"${'x'.repeat(maxOctets)}"}`,
      headers: { 'content-type': 'application/json' },
    });
    expect(statusCode).toBe(413);
  });

  it.each([
    ['nested deeper than any of ours', '['.repeat(200_000)],
    ['nested and closed', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['that would change the prototype', '{"__proto__":{"polluted":true},"name":"x"}'],
    ['with a constructor', '{"constructor":{"prototype":{"polluted":true}}}'],
    ['that is no JSON', '{"name":'],
    ['of a huge number', '{"name":1e999999}'],
  ])('one %s is refused, and nothing is left of it', async (_, payload) => {
    const headers = { 'content-type': 'application/json' };
    const { statusCode } = await app.inject({ method: 'POST', url: '/api/zones', payload, headers });
    expect(statusCode).toBe(400);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('an upload beyond the limit leaves nothing behind', async () => {
    const payload = `--X\r\ncontent-disposition: form-data; name="file"; filename="a.pcap"\r\n\r\n${'x'.repeat(150_000)}\r\n--X--\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=X' };
    const before = await readdir(uploads).catch(() => []);
    const { statusCode } = await app.inject({ method: 'POST', url: '/api/imports', payload, headers });
    expect(statusCode).toBe(413);
    expect(await readdir(uploads).catch(() => [])).toEqual(before);
  });
});

describe('headers', () => {
  it.each(['/', '/hosts', '/assets/app.js', '/api/status', '/api/none'])(
    'of %s let nothing foreign run',
    async (url) => {
      const { headers } = await app.inject({ method: 'GET', url });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("script-src-attr 'none'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-|https?:|\*/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  it('a page of another origin may neither read nor change', async () => {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/json' };
    const read = await app.inject({ method: 'GET', url: '/api/status', headers });
    expect(read.headers['access-control-allow-origin']).toBeUndefined();
    const write = await app.inject({ method: 'POST', url: '/api/zones', payload: '{}', headers });
    expect(write.statusCode).toBe(403);
  });
});
