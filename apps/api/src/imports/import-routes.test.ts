import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImportJob } from '@scopemap/contract';
import { emptyDatabase } from '@scopemap/database/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-uploads-'));
afterAll(() => rm(folder, { recursive: true }));
const { app, db, runner, call, headers } = await testApi({ uploads: { folder, maxOctets: 3_000_000 } });
const address = await app.listen({ host: '127.0.0.1', port: 0 });

async function upload(
  content: string,
  name = 'branch.pcap',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  const response = await fetch(`${address}/api/imports`, { method: 'POST', body: form, headers });
  return { status: response.status, body: await response.json() };
}

beforeEach(async () => {
  await emptyDatabase(db);
  runner.files.length = 0;
  for (const left of await readdir(folder)) await rm(join(folder, left));
});

describe('an upload', () => {
  it('reaches the runner whole, and answers with its job', async () => {
    const content = 'x'.repeat(2_500_000);
    const { status, body } = await upload(content, '../../etc/branch 1.pcap');
    expect(status).toBe(202);
    expect(ImportJob.parse(body)).toMatchObject({
      kind: 'capture',
      fileName: 'branch 1.pcap',
      state: 'queued',
      octetsTotal: 2_500_000,
    });
    expect(runner.files).toMatchObject([{ fileName: 'branch 1.pcap', octets: 2_500_000 }]);
    expect(runner.files[0]?.content === content).toBe(true);
    expect((await call('GET', `/api/imports/${body.id}`)).body).toEqual(body);
    expect((await call('GET', '/api/imports')).body).toEqual({ imports: [body] });
  });

  it.each([
    ['declares too much', 'x'.repeat(3_200_000)],
    ['turns out to be too much', 'x'.repeat(3_010_000)],
  ])('that %s is refused and leaves nothing behind', async (_, content) => {
    const { status, body } = await upload(content);
    expect([status, body.code]).toEqual([413, 'too-large']);
    expect(body.detail).toContain('larger than 3000000 octets');
    expect(await readdir(folder)).toEqual([]);
    expect(runner.files).toEqual([]);
  });

  it('that is no capture is refused with what it is, and removed', async () => {
    const { status, body } = await upload('PK\u0003\u0004', 'archive.zip');
    expect([status, body.code, body.detail]).toEqual([
      415,
      'unsupported-file',
      'The file is a ZIP archive, not a capture.',
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('without a file is refused', async () => {
    const form = new FormData();
    form.append('note', 'no file here');
    const response = await fetch(`${address}/api/imports`, { method: 'POST', body: form, headers });
    expect([response.status, (await response.json()).fields]).toEqual([400, { file: 'the request carries no file' }]);
  });

  it('that breaks off leaves nothing behind', async () => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.on('error', () => {});
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pcap"\r\n\r\n';
    socket.write(
      `POST /api/imports HTTP/1.1\r\nhost: x\r\nauthorization: ${headers.authorization}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\n\r\n${head}${'x'.repeat(5000)}`,
    );
    await expect.poll(() => readdir(folder)).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => readdir(folder)).toEqual([]);
    expect(runner.files).toEqual([]);
  });
});

describe('a job', () => {
  it('of the sample network is started and can be cancelled once', async () => {
    const { status, body } = await call('POST', '/api/sample');
    expect([status, body.kind, body.state]).toEqual([200, 'sample', 'queued']);
    expect((await call('POST', `/api/imports/${body.id}/cancel`)).body).toMatchObject({
      state: 'cancelled',
      error: 'cancelled',
    });
    expect((await call('POST', `/api/imports/${body.id}/cancel`)).body.code).toBe('conflict');
  });
});
