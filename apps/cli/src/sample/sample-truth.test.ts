import { FlowPipeline } from '@scopemap/collector';
import { applyWindow } from '@scopemap/database';
import { freshDatabase, storedAttempts, storedRelationships } from '@scopemap/database/testing';
import { compareIp, hasPorts } from '@scopemap/net';
import { expectedRelationships, type RelationshipTruth, referenceFlows } from '@scopemap/reference-network';
import { createEndpointKnowledge } from '@scopemap/scope-model';
import { beforeAll, expect, test } from 'vitest';
import { sampleDatagrams } from './sample-datagrams.ts';

const { db } = await freshDatabase();

/** A week: it has the nightly jobs and the scanner's Saturday. */
const period = { end: Date.UTC(2026, 8, 30, 12), days: 7 };
const RECORDS_PER_WINDOW = 10_000;
const STATES = { established: 'established', attempted: 'attempted', 'one-way': 'unknown' } as const;

const expected = expectedRelationships(period);
const truths = new Map(expected.map(({ truth }) => [truth.id, truth]));

interface Counted {
  readonly state: string;
  readonly observers: readonly string[];
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  readonly attempts: number;
}

type Ports = readonly [client: number, server: number];

/** The name that `storedRelationships` must give to what passed between these ports of a true relationship. */
function nameOf({ kind, clientAddress, serverAddress, protocol }: RelationshipTruth, [client, server]: Ports): string {
  if (kind === 'client-server' || kind === 'portless')
    return `${clientAddress} > ${serverAddress} ${protocol}/${hasPorts(protocol) ? server : 0}`;
  const ends = [`${clientAddress}:${client}`, `${serverAddress}:${server}`];
  if (compareIp(clientAddress, serverAddress) > 0) ends.reverse();
  return `${ends.join(' - ')} ${protocol}`;
}

/**
 * What must be stored of traffic between hosts: of each true relationship the records of one of its observers, summed by name. A
 * conversation is a pair of endpoints, however often it is used; ICMP has one per pair of hosts.
 */
function expectedByName(): Map<string, Counted> {
  const pairs = new Map<string, Set<string>>();
  const sums = new Map<string, Counted>();
  const addresses = new Map(expected.map(({ truth, observers }) => [truth.id, observers]));
  for (const flow of referenceFlows(period)) {
    const truth = truths.get(flow.truth) as RelationshipTruth;
    const observers = addresses.get(flow.truth) as readonly string[];
    if (truth.kind === 'multicast' || flow.exporter !== observers[0]) continue;
    const isForward = flow.srcAddr === truth.clientAddress;
    const ports: Ports = isForward ? [flow.srcPort, flow.dstPort] : [flow.dstPort, flow.srcPort];
    const name = nameOf(truth, ports);
    const seen = pairs.get(name) ?? new Set();
    pairs.set(name, seen.add(hasPorts(truth.protocol) ? ports.join() : ''));
    const { packets = 0, octets = 0 } = sums.get(name) ?? {};
    sums.set(name, {
      state: STATES[truth.state],
      observers,
      flows: seen.size,
      packets: packets + flow.packets,
      octets: octets + flow.octets,
      attempts: truth.state === 'attempted' ? seen.size : 0,
    });
  }
  return sums;
}

/** What is stored, by the same names: of each day the largest observer's counts, summed over the days. */
async function storedByName(): Promise<Map<string, Counted>> {
  const attempts = await storedAttempts(db);
  return new Map(
    (await storedRelationships(db)).map(({ name, state, days }) => {
      const byDay = [...Map.groupBy(days, ([day]) => day).values()];
      const sum = (column: 2 | 3 | 4) =>
        byDay.reduce((total, rows) => total + Math.max(...rows.map((row) => row[column] as number)), 0);
      const observers = [...new Set(days.map(([, exporter]) => exporter as string))].sort();
      const counts = { flows: sum(2), packets: sum(3), octets: sum(4), attempts: attempts.get(name) ?? -1 };
      return [name, { state, observers, ...counts }];
    }),
  );
}

let stored: Map<string, Counted>;
const wanted = expectedByName();

/** The datagrams of the sample through the pipeline into the database, in several windows. */
beforeAll(async () => {
  const knowledge = createEndpointKnowledge();
  const pipeline = new FlowPipeline({ knowledge, keepFlow: () => false, carryWindows: 5, maxCarried: 25_000 });
  let windows = 0;
  let now = 0;
  for (const { source, sourcePort, time, payload } of sampleDatagrams(period)) {
    now = time ?? now;
    pipeline.take({ exporter: source, port: sourcePort, receivedAt: now, payload });
    if (pipeline.records >= RECORDS_PER_WINDOW) await applyWindow(db, pipeline.finishWindow(`truth-${windows++}`, now));
  }
  await applyWindow(db, pipeline.finishWindow(`truth-${windows++}`, now));
  expect(windows).toBeGreaterThan(1);
  stored = await storedByName();
});

test('all that is true is found, none is invented or reversed, and media is without a direction', () => {
  expect(wanted.size).toBeGreaterThan(1_500);
  expect([...wanted.keys()].filter((name) => !stored.has(name))).toEqual([]);
  expect([...stored.keys()].filter((name) => !wanted.has(name))).toEqual([]);
});

test('state, observers, conversations, packets, octets and attempts of every relationship are the truth', () => {
  const wrong = [...wanted].filter(([name, counts]) => JSON.stringify(stored.get(name)) !== JSON.stringify(counts));
  expect(wrong.map(([name, counts]) => ({ name, counts, stored: stored.get(name) }))).toEqual([]);
});

test('what is stored adds up to what the truth and its schedules say', () => {
  const total = (rows: Iterable<{ readonly packets: number; readonly octets: number }>) => {
    const sum = { packets: 0, octets: 0 };
    for (const { packets, octets } of rows) {
      sum.packets += packets;
      sum.octets += octets;
    }
    return sum;
  };
  const unicast = expected.filter(({ truth }) => truth.kind !== 'multicast');
  expect(total(stored.values())).toEqual(total(unicast));
});

test('groups are no hosts: what is sent to them proves the segment of the sender', async () => {
  const multicast = [...truths.values()].filter(({ kind }) => kind === 'multicast');
  expect(multicast.length).toBeGreaterThan(0);
  const hosts = await db.selectFrom('host').select('address').execute();
  const addresses = new Set(hosts.map(({ address }) => address));
  expect(multicast.filter(({ serverAddress }) => addresses.has(serverAddress)).map(({ id }) => id)).toEqual([]);
  expect(multicast.filter(({ clientAddress }) => !addresses.has(clientAddress)).map(({ id }) => id)).toEqual([]);
});
