import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyWindow, connect, type ExporterSequence, type IngestWindow } from '@scopemap/database';
import { freshDatabase } from '@scopemap/database/testing';
import { createRelationshipBuilder } from '@scopemap/scope-model';
import { afterAll, expect, test } from 'vitest';
import { pauseAfter } from './apply-window.ts';
import { recoverSpool } from './spool/spool-recovery.ts';
import { eventually } from './testing/eventually.ts';
import { type LostWindow, WindowWriter, type WindowWriterOptions } from './window-writer.ts';

const { db } = await freshDatabase();
const root = await mkdtemp(join(tmpdir(), 'scopemap-spool-'));
afterAll(() => rm(root, { recursive: true }));

/** A server that is away. */
const nowhere = connect({ connectionString: 'postgres://nobody:x@127.0.0.1:1/none' });
afterAll(() => nowhere.destroy());

const NOON = Date.UTC(2026, 0, 15, 12);
const EXPORTER = '192.0.2.1';

function minute(records: number) {
  const counts = { datagrams: 1, octets: 1, lost: 0, undecodable: {}, problems: {}, skewMs: null, sampling: null };
  const state = { templates: null, waitingSets: null };
  return { exporter: EXPORTER, domain: 0, version: 9, minute: NOON, records, ...counts, ...state };
}

function window(id: string, change: Partial<IngestWindow> = {}): IngestWindow {
  const exporters = [{ address: EXPORTER, first: NOON, last: NOON }];
  const health = [minute(5)];
  return { id, contacts: createRelationshipBuilder().finish(), exporters, health, flows: [], ...change };
}

/** A window that the server can only refuse: its health names an exporter that it does not bring. */
function refused(id: string): IngestWindow {
  return window(id, { exporters: [] });
}

function writerOf(options: Partial<WindowWriterOptions> = {}) {
  const applied: string[] = [];
  const lost: LostWindow[] = [];
  const failures: string[] = [];
  let dropped = 0;
  const writer = new WindowWriter({
    positions: null,
    db,
    spool: null,
    maxSpoolOctets: 1e9,
    maxWaitingRows: 10,
    takeSequences: () => [],
    onApplied: (id) => applied.push(id),
    onLost: (window) => lost.push(window),
    onFlowsDropped: (count) => {
      dropped += count;
    },
    onFailure: (what) => failures.push(what),
    ...options,
  });
  writer.begin();
  return { writer, applied, lost, failures, dropped: () => dropped };
}

let folders = 0;
const newFolder = () => join(root, `spool-${folders++}`);
const filesIn = async (folder: string) => (await readdir(folder)).filter((name) => name.endsWith('.window')).sort();
const appliedIds = async () => {
  const rows = await db.selectFrom('applied_window').select('id').orderBy('applied_at').execute();
  return rows.map(({ id }) => id);
};

test('a window that the server refuses does not hold up those behind it', async () => {
  const { writer, applied, lost } = writerOf();
  for (const each of [window('a'), refused('b'), window('c')]) writer.write(each);
  await writer.drain(30_000);
  expect(applied).toEqual(['a', 'c']);
  expect(lost).toMatchObject([{ id: 'b', records: 5, file: null, reason: expect.stringContaining('exporter_id') }]);
  expect(writer).toMatchObject({ waiting: 0, waitingRows: 0 });
});

test('where memory is short, flows go before relationships', () => {
  const ends = { srcAddr: null, dstAddr: null, srcPort: null, dstPort: null, inputIf: null, outputIf: null };
  const counts = { protocol: null, tcpFlags: null, packets: null, octets: null };
  const times = { receivedAt: NOON, start: null, end: null };
  const flow = { ...times, exporter: EXPORTER, domain: 0, version: 9, ...ends, ...counts };
  const { writer, lost, dropped } = writerOf({ maxWaitingRows: 1 });
  writer.write(window('d', { flows: [flow] }));
  writer.write(window('e', { flows: [flow, flow] }));
  expect(dropped()).toBe(2);
  expect(lost).toEqual([]);
  expect(writer.waiting).toBe(2);
  return writer.drain(30_000);
});

test('while the database is away windows lie on disk, and the next run applies them once, in order', async () => {
  const folder = newFolder();
  const first = writerOf({ db: nowhere, spool: await recoverSpool(folder, db) });
  for (const id of ['s1', 's2', 's3']) first.writer.write(window(id));
  await eventually(async () => expect(await filesIn(folder)).toHaveLength(3));
  expect(first.writer.waitingRows).toBe(0);
  await first.writer.drain(1);
  expect(first).toMatchObject({ applied: [], lost: [] });

  // As after a crash between the commit and the removal of the file.
  await applyWindow(db, window('s2'));
  const recovered = await recoverSpool(folder, db);
  expect(recovered.waiting.map(({ head }) => head.id)).toEqual(['s1', 's3']);
  const second = writerOf({ spool: recovered });
  await second.writer.drain(30_000);
  expect(second).toMatchObject({ applied: ['s1', 's3'], lost: [] });
  expect(await filesIn(folder)).toEqual([]);
  expect((await appliedIds()).filter((id) => id.startsWith('s'))).toEqual(['s2', 's1', 's3']);
});

test('a refused window is set aside with its reason, and its records are counted', async () => {
  const folder = newFolder();
  const { writer, applied, lost } = writerOf({ spool: await recoverSpool(folder, db) });
  for (const each of [refused('p1'), window('p2')]) writer.write(each);
  await writer.drain(30_000);
  expect(applied).toEqual(['p2']);
  expect(lost).toMatchObject([
    { id: 'p1', records: 5, health: [minute(5)], losses: [], file: expect.stringContaining('-r5.window') },
  ]);
  expect(await filesIn(folder)).toEqual([]);
  const aside = join(folder, 'aside');
  const [file = '', reason = ''] = (await readdir(aside)).sort();
  expect(file).toBe(lost[0]?.file);
  expect(await readFile(join(aside, reason), 'utf8')).toContain('exporter_id');
  expect(writer).toMatchObject({ windowsSetAside: 1, alarm: null });
});

test('damaged files are named and counted, those around them applied', async () => {
  const folder = newFolder();
  const first = writerOf({ db: nowhere, spool: await recoverSpool(folder, db) });
  for (const id of ['x1', 'x2', 'x3', 'x4']) first.writer.write(window(id));
  await eventually(async () => expect(await filesIn(folder)).toHaveLength(4));
  await first.writer.drain(1);
  const [, second = '', third = ''] = await filesIn(folder);
  const bytes = await readFile(join(folder, second));
  bytes[bytes.length - 1] = 255;
  await writeFile(join(folder, second), bytes);
  await truncate(join(folder, third), 10);

  const { writer, applied, lost } = writerOf({ spool: await recoverSpool(folder, db) });
  await writer.drain(30_000);
  expect(applied).toEqual(['x1', 'x4']);
  expect(lost).toEqual([
    { id: third, records: 5, health: [], losses: [], file: third, reason: 'it ends before its head' },
    {
      id: 'x2',
      records: 5,
      health: [minute(5)],
      losses: [],
      file: second,
      reason: expect.stringContaining('checksum'),
    },
  ]);
  expect(writer.windowsSetAside).toBe(2);
});

test('what was being written at a crash never counted', async () => {
  const folder = newFolder();
  await recoverSpool(folder, db);
  await writeFile(join(folder, '000000000007-0123abcd-r5.window.part'), 'half');
  await writeFile(join(folder, 'note.txt'), 'somebody left this here');
  expect((await recoverSpool(folder, db)).waiting).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual(['aside', 'note.txt']);
});

test('a spool that is full raises the alarm; the database takes windows from memory', async () => {
  const folder = newFolder();
  const full = writerOf({ db: nowhere, spool: await recoverSpool(folder, db), maxSpoolOctets: 10 });
  full.writer.write(window('f1'));
  await eventually(() => expect(full.writer.alarm).toBe('the spool is full'));
  expect(await filesIn(folder)).toEqual([]);
  await full.writer.drain(1);
  expect(full.lost).toMatchObject([{ id: 'f1', records: 5, file: null }]);

  const other = writerOf({ spool: await recoverSpool(folder, db), maxSpoolOctets: 10 });
  for (const id of ['f2', 'f3', 'f4']) other.writer.write(window(id));
  await other.writer.drain(30_000);
  expect(other).toMatchObject({ applied: ['f2', 'f3', 'f4'], lost: [] });
});

test('where the exporters stood goes with the window, or with the next one when it is lost', async () => {
  const folder = newFolder();
  const at = (port: number, sequence: number): ExporterSequence => {
    const position = { sequence, units: 1, expected: sequence + 1, bootTime: null, countsItself: false };
    return { exporter: EXPORTER, port, domain: 0, version: 9, ...position };
  };
  const moved = [[at(1, 10), at(2, 20)], [at(2, 21)], [at(3, 30)]];
  const evidence = { sender: '10.0.0.1', destination: '224.0.0.1', reach: 'local' as const, protocol: 17, port: 1 };
  const counted = { ...evidence, exporter: EXPORTER, packets: 1, octets: 1, first: NOON, last: NOON };
  const row = { ...window('q').contacts, segmentEvidence: [counted] };
  const { writer, lost } = writerOf({
    db: nowhere,
    maxWaitingRows: 1,
    maxSpoolOctets: 10,
    spool: await recoverSpool(folder, db),
    takeSequences: () => moved.shift() ?? [],
  });
  writer.write(window('q0', { contacts: row }));
  writer.write(window('q1', { contacts: row }));
  writer.write(window('q2'));
  expect(lost.map(({ id }) => id)).toEqual(['q1']);
  await writer.drain(1);

  const spooled = writerOf({ db: nowhere, spool: await recoverSpool(folder, db), takeSequences: () => [at(1, 11)] });
  spooled.writer.write(window('q3'));
  await eventually(async () => expect(await filesIn(folder)).toHaveLength(1));
  expect((await recoverSpool(folder, db)).sequences).toEqual([at(1, 11)]);
  await spooled.writer.drain(1);
});

test.each([
  [1, 250],
  [2, 500],
  [5, 4_000],
  [50, 10_000],
])('after %i failures the pause is %i ms', (failures, pause) => {
  expect(pauseAfter(failures)).toBe(pause);
});
