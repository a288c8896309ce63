import { readFileSync } from 'node:fs';
import { listAdmissions, listCollectorLosses, listExporters } from '@scopemap/database';
import { emptyDatabase, freshDatabase, storedNames } from '@scopemap/database/testing';
import { SeededRandom } from '@scopemap/flow-codec/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CollectorOptions } from '../collector-options.ts';
import { eventually } from '../testing/eventually.ts';
import { openSenderFrom, type UdpSender } from '../testing/udp-sender.ts';
import { honestTraffic, mutatedPayloads, randomPairs, spoofedAddress } from './hostile-traffic.ts';
import { KillableCollector } from './killable-collector.ts';

const { db, server } = await freshDatabase();

const HONEST = '127.0.0.2';
const HOSTILE = '127.0.0.66';
/** Mutated datagrams; `bench/hostile.ts` sends them for as long as it is told to. */
const FUZZED = 30_000;
const BATCH = 200;
const SPOOFED = 1_500;
const LEARNED = 20;
const PAIRS = 20_000;

const TABLES = [
  'exporter_admission',
  'exporter_template',
  'exporter_sequence',
  'collector_loss',
  'growth',
  'growth_of_exporter',
] as const;
/** That a process whose memory is bounded may need more at one time than at another. */
const BREATHING_MIB = 128;

let collector: KillableCollector | undefined;
const senders: UdpSender[] = [];

beforeEach(async () => {
  await emptyDatabase(db);
  for (const table of TABLES) await db.deleteFrom(table).execute();
});

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
  await Promise.all(senders.splice(0).map((each) => each.close()));
});

async function start(options: Partial<CollectorOptions> = {}): Promise<KillableCollector> {
  collector = await KillableCollector.start({ database: server, ports: [0], windowMs: 100, flowDays: 0, ...options });
  return collector;
}

async function from(address: string): Promise<UdpSender> {
  const sender = await openSenderFrom(address);
  senders.push(sender);
  return sender;
}

function residentMiB({ pid }: KillableCollector): number {
  return Number(/^VmRSS:\s+([0-9]+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Waits until everything that was sent to it has been read. */
async function read(running: KillableCollector, datagrams: number): Promise<void> {
  await eventually(async () => {
    const { receivedDatagrams, queueOctets } = await running.statistics();
    expect([receivedDatagrams, queueOctets]).toEqual([datagrams, 0]);
  });
}

/** Sends in steps that the socket takes: what the kernel drops is another test. */
async function sendAll(running: KillableCollector, sender: UdpSender, payloads: Iterable<Uint8Array>, before: number) {
  let sent = before;
  let batch: Uint8Array[] = [];
  const flush = async () => {
    await sender.send(running.port, ...batch);
    sent += batch.length;
    batch = [];
    await read(running, sent);
  };
  for (const payload of payloads) {
    batch.push(payload);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return sent;
}

function* take<T>(values: Iterator<T>, count: number): Generator<T> {
  for (let i = 0; i < count; i++) yield values.next().value as T;
}

const honestServers = async () => (await storedNames(db)).filter((name) => / > 10\.2\.[0-9.]+ 6\/443$/.test(name));

test(`${FUZZED} mutated datagrams of real exporters: it goes on, and reads what comes next as it is`, async () => {
  const running = await start();
  const hostile = await from(HOSTILE);
  // Nothing at all is no datagram that an exporter would send, but it is one.
  const mutated = mutatedPayloads(new SeededRandom(7));
  const warm = await sendAll(running, hostile, take(mutated, FUZZED / 2), 0);
  const before = residentMiB(running);
  const sent = await sendAll(running, hostile, take(mutated, FUZZED / 2), warm);
  expect(residentMiB(running)).toBeLessThan(before + BREATHING_MIB);
  const honest = honestTraffic(30, Date.now());
  await sendAll(running, await from(HONEST), honest, sent);
  await eventually(async () => expect(await honestServers()).toHaveLength(30));
  const statistics = await running.statistics();
  expect(statistics).toMatchObject({ receivedDatagrams: FUZZED + honest.length, windowsLost: 0, queueDrops: 0 });
  const listed = await listExporters(db);
  expect(listed.find(({ address }) => address === HONEST)).toMatchObject({ lost: 0, undecodableSets: 0, records: 60 });
  // The counts of both together are all that was decoded: nothing went in silence.
  expect(listed.reduce((sum, { datagrams }) => sum + datagrams, 0)).toBe(FUZZED + honest.length);
});

test(`${SPOOFED} forged senders: ${LEARNED} are read, the rest waits and is counted, the honest one is as before`, async () => {
  const running = await start({ maxLearnedExporters: LEARNED });
  const honest = await from(HONEST);
  const [first, ...rest] = honestTraffic(30, Date.now());
  let sent = await sendAll(running, honest, [first as Uint8Array], 0);
  for (let n = 0; n < SPOOFED; n++) {
    const sender = await openSenderFrom(spoofedAddress(n));
    await sender.send(running.port, ...randomPairs(n, 1, Date.now()));
    await sender.close();
    sent++;
    if (n % 100 === 99) await read(running, sent);
  }
  await sendAll(running, honest, rest, sent);
  await eventually(async () => expect(await honestServers()).toHaveLength(30));
  await eventually(async () => {
    const losses = await listCollectorLosses(db);
    expect(losses).toMatchObject([{ problem: 'not-admitted', count: SPOOFED - (LEARNED - 1) }]);
  });
  const listed = await listExporters(db);
  expect(listed).toHaveLength(LEARNED);
  expect(listed.find(({ address }) => address === HONEST)).toMatchObject({ lost: 0, records: 60 });
  const { senders: waiting } = await listAdmissions(db);
  expect(waiting.length).toBeLessThanOrEqual(1_000);
  expect(waiting.length).toBeGreaterThan(0);
});

test(`${PAIRS} connections of invented hosts fill the share of their exporter, and nothing else`, async () => {
  const limits = { maxNewRelationships: 1_000, maxNewRelationshipsOfExporter: 500, maxConversations: 2_000 };
  const running = await start(limits);
  const hostile = await from(HOSTILE);
  const honest = await from(HONEST);
  const sent = await sendAll(running, hostile, randomPairs(0, PAIRS, Date.now()), 0);
  await sendAll(running, honest, honestTraffic(30, Date.now()), sent);
  await eventually(async () => expect(await honestServers()).toHaveLength(30));
  const names = await storedNames(db);
  expect(names.length).toBeLessThanOrEqual(1_000 + 2 * 500);
  const listed = await listExporters(db);
  const refused = listed.find(({ address }) => address === HOSTILE)?.problems['growth-limit'] ?? 0;
  // Stored or refused: every connection is in one of the two accounts.
  expect(refused + names.length - 30).toBe(PAIRS);
  expect(listed.find(({ address }) => address === HONEST)?.problems['growth-limit']).toBeUndefined();
});
