import { beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../connect.ts';
import { freshDatabase } from '../testing/index.ts';
import { type ExporterSequence, loadExporterSequences, saveExporterSequences } from './ingest-exporter-sequences.ts';

const { db } = await freshDatabase();

beforeEach(() => db.deleteFrom('exporter_sequence').execute());

const SEQUENCE: ExporterSequence = {
  exporter: '192.0.2.1',
  port: 50_000,
  domain: 4_294_967_295,
  version: 10,
  sequence: 4_294_967_290,
  units: 10,
  expected: 4,
  bootTime: null,
  countsItself: false,
};

const save = (...sequences: ExporterSequence[]) =>
  inTransaction(db, (client) => saveExporterSequences(client, sequences));

const inOrder = (sequences: readonly ExporterSequence[]) =>
  sequences.toSorted((a, b) => a.exporter.localeCompare(b.exporter) || a.port - b.port);

test('what was saved comes back as it was', async () => {
  const sequences = [
    SEQUENCE,
    { ...SEQUENCE, exporter: '2001:db8::1', version: 9, bootTime: 1_750_000_000_123, countsItself: true },
    { ...SEQUENCE, port: 50_001, units: null, expected: null },
  ];
  await save(...sequences);
  expect(inOrder(await loadExporterSequences(db, 10))).toEqual(inOrder(sequences));
});

test('a later position takes the place of the one before, of the same stream alone', async () => {
  const other = { ...SEQUENCE, domain: 1 };
  await save(SEQUENCE, other);
  const later = { ...SEQUENCE, sequence: 4, expected: 14 };
  await save(later);
  const stored = await loadExporterSequences(db, 10);
  expect(stored).toHaveLength(2);
  expect(stored).toEqual(expect.arrayContaining([later, other]));
});

test('of many streams those heard last are known', async () => {
  await save({ ...SEQUENCE, port: 1 });
  await save({ ...SEQUENCE, port: 2 });
  await save({ ...SEQUENCE, port: 1, sequence: 20 });
  expect(await loadExporterSequences(db, 1)).toMatchObject([{ port: 1, sequence: 20 }]);
});

test('a window that is rolled back moves no position', async () => {
  await save(SEQUENCE);
  const moved = inTransaction(db, async (client) => {
    await saveExporterSequences(client, [{ ...SEQUENCE, sequence: 99 }]);
    throw new Error('the window failed');
  });
  await expect(moved).rejects.toThrow('the window failed');
  expect(await loadExporterSequences(db, 10)).toEqual([SEQUENCE]);
});
