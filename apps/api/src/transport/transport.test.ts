import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';
import { isLoopback, openCertificate, readCertificate } from './open-certificate.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-tls-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const own = await openCertificate(join(folder, 'tls'), '192.0.2.7');
const { app } = await testApi({ tls: own, https: true });
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as { port: number };

describe('the certificate made at the first start', () => {
  it('is one that others can read and check', () => {
    const certificate = new X509Certificate(own.cert);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    for (const name of ['localhost']) expect(certificate.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1', '192.0.2.7']) expect(certificate.checkIP(address)).toBe(address);
    expect(certificate.checkIP('192.0.2.8')).toBeUndefined();
    const days = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / 86_400_000;
    expect(days).toBeLessThanOrEqual(825);
  });

  it('stays the same with every start, is made anew when it has run out, and its key is for its owner only', async () => {
    expect((await openCertificate(join(folder, 'tls'), '192.0.2.7')).fingerprint).toBe(own.fingerprint);
    expect((await stat(join(folder, 'tls/key.pem'))).mode & 0o777).toBe(0o600);
    const later = new Date(Date.now() + 900 * 86_400_000);
    expect((await openCertificate(join(folder, 'later'), 'localhost', new Date(0))).selfSigned).toBe(true);
    expect((await openCertificate(join(folder, 'later'), 'localhost', later)).validTo.getTime()).toBeGreaterThan(
      later.getTime(),
    );
  });

  it('is understood by openssl', async () => {
    const text = execFileSync('openssl', ['x509', '-in', join(folder, 'tls/certificate.pem'), '-noout', '-text'], {
      encoding: 'utf8',
    });
    expect(text).toContain('Version: 3');
    expect(text).toContain('IP Address:192.0.2.7');
    expect(text).toContain('TLS Web Server Authentication');
  });
});

describe('a certificate of the operator', () => {
  it('is used as it is; one with another key, or none, is refused by name', async () => {
    const [mine, other] = [selfSignedCertificate(['a.example'], new Date()), selfSignedCertificate(['b'], new Date())];
    const file = (name: string) => join(folder, name);
    await writeFile(file('mine.pem'), mine.cert);
    await writeFile(file('mine.key'), mine.key);
    await writeFile(file('other.key'), other.key);
    expect(await readCertificate(file('mine.pem'), file('mine.key'))).toMatchObject({ selfSigned: false });
    await expect(readCertificate(file('mine.pem'), file('other.key'))).rejects.toThrow(/not that of the certificate/);
    await expect(readCertificate(file('none.pem'), file('mine.key'))).rejects.toThrow(/none\.pem cannot be read/);
    await expect(readCertificate(file('mine.key'), file('mine.key'))).rejects.toThrow(/cannot be used for TLS/);
  });
});

describe('the API over TLS', () => {
  it('answers whoever trusts its certificate, and tells browsers to stay with TLS', async () => {
    const ca = await readFile(join(folder, 'tls/certificate.pem'));
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path: '/api/session', ca }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, ...response.headers });
      });
      asked.on('error', reject).end();
    });
    expect(headers).toMatchObject({ status: 200, 'strict-transport-security': expect.stringContaining('max-age=') });
  });

  it('does not answer plain HTTP, nor TLS older than 1.2', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/api/status`)).rejects.toThrow();
    const old = connect({
      host: '127.0.0.1',
      port,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      rejectUnauthorized: false,
    });
    await expect(
      new Promise((resolve, reject) => old.once('secureConnect', resolve).once('error', reject)),
    ).rejects.toThrow();
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.0.2.1', false],
  ['127.example.org', false],
])('%s is reached by this machine only: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is);
});
