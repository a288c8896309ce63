import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../testing/index.ts';
import { directed, ingest, minute, NOON } from '../testing/window-samples.ts';
import { ensureFlowPartitions, utcDay } from './flow-partitions.ts';
import { loadLearnedEndpoints } from './ingest-learned-endpoints.ts';
import { applyWindow, NOTIFY_CHANNEL } from './ingest-window.ts';

const { db, server } = await freshDatabase();

beforeEach(async () => {
  await sql`truncate exporter, collector_loss, host, relationship, relationship_day, applied_window, learned_endpoint, flow cascade`.execute(
    db,
  );
});

test('exporter health adds up by minute', async () => {
  await applyWindow(db, ingest('a', {}, { health: [minute()] }));
  const late = { 'no-template': -1, 'set-length': 2 };
  const later = minute({
    undecodable: late,
    templates: 3,
    waitingSets: null,
    lost: -1,
    problems: { 'no-template': 2, 'set-length': 1 },
    skewMs: null,
    sampling: 1000,
  });
  await applyWindow(db, ingest('b', {}, { health: [later, minute({ minute: NOON + 60_000 })] }));
  const rows = await db.selectFrom('exporter_health').selectAll().orderBy('minute').execute();
  expect(rows.map(({ exporter_id: _, ...row }) => row)).toEqual([
    {
      domain: '4294967295',
      version: 9,
      minute: new Date(NOON),
      datagrams: 6,
      octets: '8000',
      records: '120',
      lost: '1',
      undecodable_sets: 2,
      undecodable: { 'no-template': 0, 'set-length': 2 },
      templates: 3,
      waiting_sets: 1,
      problems: { 'no-template': 3, 'set-length': 1 },
      skew_ms: 40,
      sampling: 1000,
    },
    expect.objectContaining({
      minute: new Date(NOON + 60_000),
      datagrams: 3,
      problems: { 'no-template': 1 },
      sampling: null,
    }),
  ]);
});

test('segment evidence makes its sender a host', async () => {
  const evidence = {
    sender: '10.1.0.9',
    destination: '224.0.0.251',
    reach: 'local' as const,
    protocol: 17,
    port: 5353,
    exporter: '192.0.2.1',
    packets: 2,
    octets: 300,
    first: NOON,
    last: NOON,
  };
  await applyWindow(db, ingest('a', { segmentEvidence: [evidence] }));
  await applyWindow(db, ingest('b', { segmentEvidence: [evidence, evidence] }));
  expect(await db.selectFrom('segment_evidence').select(['destination', 'packets', 'port']).execute()).toEqual([
    { destination: '224.0.0.251', packets: '6', port: 5353 },
  ]);
  expect(await db.selectFrom('host').select('address').execute()).toEqual([{ address: '10.1.0.9' }]);
});

test('learnt endpoints come back', async () => {
  const endpoint = {
    address: '10.2.0.7',
    protocol: 6,
    port: 8443,
    by: 'fan-in' as const,
    peers: 9,
    conversations: 30,
  };
  await applyWindow(db, ingest('a', { learned: [endpoint] }));
  await applyWindow(db, ingest('b', { learned: [{ ...endpoint, peers: 12 }] }));
  expect(await loadLearnedEndpoints(db, 10)).toEqual([{ ...endpoint, peers: 12 }]);
});

test('flows go to the partition of their day of receipt, once', async () => {
  await ensureFlowPartitions(db, [utcDay(NOON)]);
  const flow = {
    receivedAt: NOON,
    start: null,
    end: NOON - 10,
    exporter: '192.0.2.1',
    domain: 0,
    version: 10,
    srcAddr: '2001:db8::5',
    dstAddr: null,
    srcPort: 1,
    dstPort: null,
    protocol: 6,
    tcpFlags: 2,
    packets: 1,
    octets: 2 ** 40,
    inputIf: null,
    outputIf: null,
  };
  const window = ingest(
    'a',
    {},
    { exporters: [{ address: '192.0.2.1', first: NOON, last: NOON }], flows: [flow, flow] },
  );
  await applyWindow(db, window);
  await applyWindow(db, window);
  const { rows } =
    await sql`select tableoid::regclass::text as partition, src, dst, octets, started_at, ended_at from flow`.execute(
      db,
    );
  const row = {
    partition: 'flow_20260115',
    src: '2001:db8::5',
    dst: null,
    octets: '1099511627776',
    started_at: null,
    ended_at: new Date(NOON - 10),
  };
  expect(rows).toEqual([row, row]);
});

test('what the collector lost adds up by minute, port and problem', async () => {
  const loss = (port: number | null, count: number) => ({ minute: NOON, port, problem: 'kernel-drop' as const, count });
  const lost = [loss(2055, 3), loss(4739, 1), loss(null, 2)];
  await applyWindow(db, ingest('a', {}, { losses: lost }));
  await applyWindow(db, ingest('a', {}, { losses: lost }));
  await applyWindow(db, ingest('b', {}, { losses: [loss(2055, 4_000_000_000), loss(null, 1)] }));
  const rows = await db.selectFrom('collector_loss').select(['port', 'count']).orderBy('port').execute();
  expect(rows).toEqual([
    { port: 2055, count: '4000000003' },
    { port: 4739, count: '1' },
    { port: null, count: '3' },
  ]);
});

test('a window that fails leaves nothing', async () => {
  const bad = ingest('a', { relationships: [directed({ state: 'nonsense' as 'denied' })] }, { health: [minute()] });
  await expect(applyWindow(db, bad)).rejects.toThrow('enum contact_state');
  for (const table of ['applied_window', 'host', 'exporter', 'relationship'] as const)
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
});

test('listeners hear of it', async () => {
  const listener = new pg.Client(server);
  await listener.connect();
  await listener.query(`listen ${NOTIFY_CHANNEL}`);
  const heard = new Promise((resolve) => listener.on('notification', (message) => resolve(message.payload)));
  await applyWindow(db, ingest('a', { relationships: [directed()] }));
  expect(JSON.parse((await heard) as string)).toEqual({ kind: 'traffic', relationships: 1 });
  await listener.end();
});
