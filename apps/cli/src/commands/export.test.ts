import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApi, createEvidenceQueue, createLiveEvents, startClassifierThread } from '@scopemap/api';
import { freshDatabase, seedRelationship } from '@scopemap/database/testing';
import { afterAll, expect, it } from 'vitest';
import { ImportQueue } from '../imports/import-queue.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-export-'));
const { db, server } = await freshDatabase();
const onError = (error: Error) => {
  throw error;
};
const app = await buildApi({
  db,
  imports: new ImportQueue({ db, server, flowDays: 1 }),
  status: { version: '0', flowPorts: [], dataFolder: null, collector: () => 'running' },
  events: createLiveEvents({ db, server }),
  classifier: startClassifierThread({ server, version: '0', onError }),
  evidence: createEvidenceQueue({ db, server, version: '0', folder: join(folder, 'evidence'), onError }),
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
await seedRelationship(db, { client: '10.2.0.1', server: '10.1.5.9', port: 443, days: ['2026-10-01'] });
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const countSnapshots = async () => (await db.selectFrom('snapshot').select('id').execute()).length;

it('writes a pack that verifies with the printed key, and overwrites nothing', async () => {
  const out = join(folder, 'pack.zip');
  const made = await runCli('export', '--url', url, '--out', out, '--reason', 'a test');
  expect([made.code, made.stderr]).toEqual([0, '']);
  const [, key] = /^Signed by +(\S+)$/m.exec(made.stdout) ?? [];
  const verified = await runCli('verify', out);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining(`Signed by    ${key} `)]);

  const again = await runCli('export', '--url', url, '--out', out);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('is there already')]);
  expect(await countSnapshots()).toBe(1);
});

it('leaves no file behind when it fails', async () => {
  const failed = await runCli('export', '--url', url, '--out', join(folder, 'none.zip'), '--snapshot', 'nothing');
  expect(failed.code).toBe(1);
  expect(await readdir(folder)).not.toContain('none.zip');
});
