import { fileURLToPath } from 'node:url';
import { emptyDatabase, freshDatabase } from '@scopemap/database/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Collector, startCollector } from '../collector.ts';
import type { CollectorOptions } from '../collector-options.ts';
import { eventually } from '../testing/eventually.ts';
import { keepLines } from '../testing/kept-log.ts';
import { type CountedExporter, openCountedExporter, RECORDS_PER_DATAGRAM } from './counted-exporter.ts';
import { KillableCollector } from './killable-collector.ts';
import { storedAccount } from './stored-account.ts';

const { db, server } = await freshDatabase();

const exporters: CountedExporter[] = [];
let collector: Collector | undefined;

beforeEach(() => emptyDatabase(db));

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  await Promise.all(exporters.splice(0).map((each) => each.close()));
});

function open(...args: Parameters<typeof openCountedExporter>): CountedExporter {
  const exporter = openCountedExporter(...args);
  exporters.push(exporter);
  return exporter;
}

async function start(options: Partial<CollectorOptions> = {}): Promise<number> {
  const all = { database: server, ports: [0], windowMs: 20, flowDays: 0, ...options };
  collector = await startCollector(all, keepLines().log);
  return collector.ports[0] as number;
}

const decoded = (datagrams: number) =>
  eventually(async () => expect(await collector?.statistics()).toMatchObject({ decodedDatagrams: datagrams }));

/** The thread that decodes is this one: it stands still, and the receiving one goes on. */
function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test.each([5, 10] as const)('an exporter of version %i that begins anew loses nothing by it', async (version) => {
  const port = await start();
  const exporter = open({ version });
  await exporter.send(port, 7);
  await decoded(7);
  exporter.restart();
  await exporter.send(port, 5);
  await decoded(12);
  await collector?.stop();
  const sent = exporter.records;
  expect(await storedAccount(db)).toMatchObject({ records: sent, lost: 0, undecodable: 0, flows: sent / 2 });
});

test.each([5, 10] as const)('of version %i, a datagram that comes twice is traffic once', async (version) => {
  const port = await start();
  const exporter = open({ version });
  for (let i = 0; i < 5; i++) {
    await exporter.send(port);
    await exporter.repeat(port);
  }
  await decoded(10);
  await collector?.stop();
  const { lost, flows, packets } = await storedAccount(db);
  expect({ lost, flows, packets }).toEqual({ lost: 0, flows: exporter.records / 2, packets: exporter.records * 10 });
});

test.each([
  ['ahead by a day', 86_400_000],
  ['back by an hour', -3_600_000],
])("an exporter's clock that jumps %s costs no record", async (_, jump) => {
  let error = 0;
  const exporter = open({ version: 10, clockError: () => error });
  const port = await start();
  await exporter.send(port, 5);
  await decoded(5);
  error = jump;
  await exporter.send(port, 5);
  await decoded(10);
  await collector?.stop();
  const sent = exporter.records;
  expect(await storedAccount(db)).toMatchObject({ records: sent, lost: 0, flows: sent / 2, packets: sent * 10 });
});

test.each([
  ['ahead by a day', '86400000'],
  ['back by an hour', '-3600000'],
])("this machine's clock that jumps %s costs no record", async (_, jump) => {
  process.env.CLOCK_JUMP_MS = jump;
  const preload = fileURLToPath(new URL('./jumping-clock.ts', import.meta.url));
  const jumping = await KillableCollector.start({ database: server, ports: [0], windowMs: 20, flowDays: 0 }, [
    preload,
  ]).finally(() => delete process.env.CLOCK_JUMP_MS);
  const exporter = open({ version: 5 });
  await exporter.send(jumping.port, 5);
  await eventually(async () => {
    await exporter.send(jumping.port);
    // Before the jump and behind it, windows come.
    expect((await jumping.statistics()).windowsApplied).toBeGreaterThan(20);
  });
  await jumping.stop();
  const sent = exporter.records;
  expect(await storedAccount(db)).toMatchObject({ records: sent, lost: 0, flows: sent / 2, packets: sent * 10 });
});

test('of a burst above capacity, what is lost is reported to the record', async () => {
  const port = await start({ queueOctets: 1, windowMs: 3_600_000 });
  const exporter = open({ version: 5 });
  await exporter.send(port);
  await decoded(1);
  await exporter.burst(port, 600, () => standStill(500));
  await eventually(async () => expect((await collector?.statistics())?.receivedDatagrams).toBe(601));
  await eventually(async () => expect((await collector?.statistics())?.queueOctets).toBe(0));
  // Whatever is missing shows by the next datagram.
  await exporter.send(port);
  await eventually(async () => expect((await collector?.statistics())?.receivedDatagrams).toBe(602));
  await collector?.stop();
  const { queueDrops = 0 } = (await collector?.statistics()) ?? {};
  expect(queueDrops).toBeGreaterThan(0);
  const { records, lost, flows } = await storedAccount(db);
  expect({ records, lost }).toEqual({
    records: exporter.records - queueDrops * RECORDS_PER_DATAGRAM,
    lost: queueDrops * RECORDS_PER_DATAGRAM,
  });
  expect(flows * 2).toBe(records);
});

test('stopping decodes and stores a full ring', async () => {
  const port = await start({ queueOctets: 1, windowMs: 3_600_000 });
  const exporter = open({ version: 5 });
  await exporter.send(port);
  await decoded(1);
  let stopped: Promise<void> | undefined;
  await exporter.burst(port, 400, () => {
    standStill(500);
    stopped = collector?.stop();
  });
  await stopped;
  const after = await collector?.statistics();
  const { receivedDatagrams = 0, queueDrops = 0 } = after ?? {};
  const taken = receivedDatagrams - queueDrops;
  // It was full when the end came.
  expect(queueDrops).toBeGreaterThan(0);
  expect(receivedDatagrams).toBe(401);
  expect(after).toMatchObject({ decodedDatagrams: taken, queueOctets: 0, recordsLost: 0 });
  const records = taken * RECORDS_PER_DATAGRAM;
  expect(await storedAccount(db)).toMatchObject({ records, windowLost: 0, flows: records / 2 });
});
