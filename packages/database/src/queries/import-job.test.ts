import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDatabase, TESTER } from '../testing/index.ts';
import {
  advanceImportJob,
  createImportJob,
  failInterruptedImports,
  findImportJob,
  finishImportJob,
  listImportJobs,
} from './import-job.ts';

const { db } = await freshDatabase();

test('a job goes from queued to done with its report', async () => {
  const id = randomUUID();
  await createImportJob(db, { id, kind: 'capture', fileName: 'core.pcap', octetsTotal: 3_000_000_000 }, TESTER);
  expect(await findImportJob(db, id)).toMatchObject({
    state: 'queued',
    octetsDone: 0,
    octetsTotal: 3_000_000_000,
    report: null,
  });
  await advanceImportJob(db, id, 1_500_000_000);
  expect(await findImportJob(db, id)).toMatchObject({ state: 'running', octetsDone: 1_500_000_000 });
  await finishImportJob(db, id, { state: 'done', report: { records: 7 } });
  const done = await findImportJob(db, id);
  expect(done).toMatchObject({ state: 'done', octetsDone: 3_000_000_000, report: { records: 7 }, error: null });
  expect(done?.finishedAt).toBeInstanceOf(Date);
});

test('jobs that a stopped process left behind fail with a reason', async () => {
  const id = randomUUID();
  await createImportJob(db, { id, kind: 'capture', fileName: 'big.pcap', octetsTotal: null }, TESTER);
  expect(await failInterruptedImports(db, 'Scopemap was stopped during the import.')).toBe(1);
  expect(await failInterruptedImports(db, 'again')).toBe(0);
  expect((await listImportJobs(db)).map((job) => [job.fileName, job.state, job.error])).toEqual([
    ['big.pcap', 'failed', 'Scopemap was stopped during the import.'],
    ['core.pcap', 'done', null],
  ]);
});

test('an unknown job is undefined', async () => {
  expect(await findImportJob(db, randomUUID())).toBeUndefined();
});
