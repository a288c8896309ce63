import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { loadTemplates } from '@scopemap/database';
import { asAdministrator, freshDatabase, storedNames, storedRelationships } from '@scopemap/database/testing';
import { createExporter, type ExportedFlow } from '@scopemap/flow-codec/encode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Collector, startCollector } from './collector.ts';
import type { CollectorOptions } from './collector-options.ts';
import { eventually } from './testing/eventually.ts';
import { keepLines } from './testing/kept-log.ts';
import { answer, exchange, request } from './testing/traffic.ts';
import { openSender, type UdpSender } from './testing/udp-sender.ts';

const { db, server, name } = await freshDatabase();

const started: Collector[] = [];
const senders: UdpSender[] = [];

async function start(options: Partial<CollectorOptions> = {}, log = keepLines().log): Promise<Collector> {
  const collector = await startCollector({ database: server, ports: [0], windowMs: 50, ...options }, log);
  started.push(collector);
  return collector;
}

function sender(family: 4 | 6 = 4): UdpSender {
  const opened = openSender(family);
  senders.push(opened);
  return opened;
}

/** Flow times whose day is the same for all of them. */
const NOW = Date.now();
const DAY = new Date(NOW - 5_000).toISOString().slice(0, 10);

const CONTACT = { client: '10.1.0.5', clientPort: 50_000, server: '10.2.0.7', port: 443, start: NOW - 5_000 };

function exporter(version: 5 | 9 | 10, options: { templateRefresh?: number; domain?: number } = {}) {
  return createExporter({ version, bootTime: NOW - 3_600_000, ...options });
}

function packets(version: 5 | 9 | 10, flows: ExportedFlow[]): Uint8Array[] {
  return exporter(version).exportFlows(flows, NOW);
}

const first = (collector: Collector) => collector.ports[0] as number;

const decoded = (collector: Collector, datagrams: number) =>
  eventually(async () => expect((await collector.statistics()).decodedDatagrams).toBe(datagrams));

interface Health {
  address: string;
  version: number;
  datagrams: number;
  records: number;
  lost: number;
  undecodable: number;
  problems: Record<string, number>;
}

/** What is known of each exporter and version, over all minutes. */
async function health(): Promise<Health[]> {
  const rows = await db
    .selectFrom('exporter_health')
    .innerJoin('exporter', 'exporter.id', 'exporter_id')
    .select(['address', 'version', 'datagrams', 'records', 'lost', 'undecodable_sets', 'problems'])
    .orderBy('version')
    .execute();
  const sums = new Map<string, Health>();
  for (const { address, version, datagrams, records, lost, undecodable_sets, problems } of rows) {
    const key = `${address} ${version}`;
    const sum = sums.get(key) ?? { address, version, datagrams: 0, records: 0, lost: 0, undecodable: 0, problems: {} };
    sum.datagrams += datagrams;
    sum.records += Number(records);
    sum.lost += Number(lost);
    sum.undecodable += undecodable_sets;
    for (const [code, count] of Object.entries(problems)) sum.problems[code] = (sum.problems[code] ?? 0) + count;
    sums.set(key, sum);
  }
  return [...sums.values()];
}

beforeEach(async () => {
  for (const table of [
    'exporter_health',
    'relationship_day',
    'relationship',
    'exporter_template',
    'learned_endpoint',
  ] as const)
    await db.deleteFrom(table).execute();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((collector) => collector.stop()));
  await Promise.all(senders.splice(0).map((each) => each.close()));
});

describe('from a packet to a relationship', () => {
  test.each([
    ['NetFlow v5', 5],
    ['NetFlow v9', 9],
    ['IPFIX', 10],
  ] as const)('%s, on either port', async (_, version) => {
    const collector = await start({ ports: [0, 0] });
    const flows = exchange(CONTACT);
    for (const port of collector.ports) await sender().send(port, ...packets(version, flows));
    // The same exporter twice: the second time its records are repetitions.
    await eventually(async () =>
      expect(await storedRelationships(db)).toEqual([
        { name: '10.1.0.5 > 10.2.0.7 6/443', state: 'established', days: [[DAY, '127.0.0.1', 1, 20, 11_000]] },
      ]),
    );
  });

  test('an exporter that sees the same again is an observer, not more traffic', async () => {
    const collector = await start();
    await sender(4).send(first(collector), ...packets(9, exchange(CONTACT)));
    await sender(6).send(first(collector), ...packets(10, exchange(CONTACT)));
    await eventually(async () =>
      expect(await storedRelationships(db)).toEqual([
        {
          name: '10.1.0.5 > 10.2.0.7 6/443',
          state: 'established',
          days: [
            [DAY, '127.0.0.1', 1, 20, 11_000],
            [DAY, '::1', 1, 20, 11_000],
          ],
        },
      ]),
    );
  });

  test('halves that come in different windows are one relationship', async () => {
    const collector = await start();
    const unusual = { ...CONTACT, port: 50_001 };
    const source = exporter(9);
    const out = sender();
    await out.send(first(collector), ...source.exportFlows([answer(unusual)], NOW));
    await eventually(async () => expect(await storedNames(db)).toHaveLength(1));
    await out.send(first(collector), ...source.exportFlows([request(unusual)], NOW));
    await eventually(async () =>
      expect(await storedRelationships(db)).toEqual([
        { name: '10.1.0.5 > 10.2.0.7 6/50001', state: 'established', days: [[DAY, '127.0.0.1', 1, 20, 11_000]] },
      ]),
    );
  });

  test('the flows themselves are kept in the partition of today', async () => {
    const collector = await start();
    await sender().send(first(collector), ...packets(10, exchange(CONTACT)));
    await eventually(async () => expect(await storedNames(db)).toHaveLength(1));
    const rows = await db.selectFrom('flow').select(['src', 'dst', 'dst_port', 'octets', 'version']).execute();
    expect(rows).toContainEqual({ src: '10.1.0.5', dst: '10.2.0.7', dst_port: 443, octets: '1000', version: 10 });
  });

  test('stopping writes what was received, without waiting for the window', async () => {
    const collector = await start({ windowMs: 3_600_000 });
    await sender().send(first(collector), ...packets(9, exchange(CONTACT)));
    await decoded(collector, 1);
    expect(await storedNames(db)).toEqual([]);
    await collector.stop();
    expect(await storedNames(db)).toEqual(['10.1.0.5 > 10.2.0.7 6/443']);
  });
});

describe('what the exporters did', () => {
  test('lost packets, undecodable sets and problems are counted', async () => {
    const collector = await start();
    const out = sender();
    const source = exporter(5);
    const [one] = source.exportFlows(exchange(CONTACT), NOW);
    source.exportFlows(exchange({ ...CONTACT, clientPort: 50_002 }), NOW);
    const [three] = source.exportFlows(exchange({ ...CONTACT, clientPort: 50_003 }), NOW);
    await out.send(first(collector), one as Uint8Array, three as Uint8Array, Uint8Array.of(0, 77, 1, 2));
    await decoded(collector, 3);
    await collector.stop();
    expect(await health()).toEqual([
      {
        address: '127.0.0.1',
        version: 0,
        datagrams: 1,
        records: 0,
        lost: 0,
        undecodable: 1,
        problems: { 'unknown-version': 1 },
      },
      { address: '127.0.0.1', version: 5, datagrams: 2, records: 4, lost: 2, undecodable: 0, problems: {} },
    ]);
  });

  test('a set that waited for its template is not missing in the end', async () => {
    const source = exporter(9, { templateRefresh: 1_000 });
    const withTemplate = source.exportFlows(exchange(CONTACT), NOW);
    const dataOnly = source.exportFlows(exchange({ ...CONTACT, port: 8443 }), NOW);
    const collector = await start({ windowMs: 3_600_000 });
    await sender().send(first(collector), ...dataOnly, ...withTemplate);
    await decoded(collector, 2);
    await collector.stop();
    expect(await health()).toMatchObject([{ records: 4, undecodable: 0, problems: { 'no-template': 1 } }]);
  });

  test('templates survive a restart', async () => {
    const source = exporter(9, { templateRefresh: 1_000 });
    const out = sender();
    const before = await start();
    await out.send(first(before), ...source.exportFlows(exchange(CONTACT), NOW));
    await decoded(before, 1);
    await before.stop();
    expect(await loadTemplates(db)).toMatchObject([{ exporter: '127.0.0.1', version: 9 }]);
    const after = await start();
    await out.send(first(after), ...source.exportFlows(exchange({ ...CONTACT, port: 80 }), NOW));
    await eventually(async () =>
      expect(await storedNames(db)).toEqual(['10.1.0.5 > 10.2.0.7 6/443', '10.1.0.5 > 10.2.0.7 6/80']),
    );
  });

  test('what finds no room while decoding lags behind is counted by exporter', async () => {
    const collector = await start({ queueOctets: 1, windowMs: 3_600_000 });
    const out = createSocket('udp4');
    out.connect(first(collector), '127.0.0.1');
    await once(out, 'connect');
    const sent = 400;
    for (let i = 0; i < sent; i++) out.send(new Uint8Array(1_400));
    // The thread that decodes is this one: it stands still, and the receiving one goes on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    await eventually(async () => expect((await collector.statistics()).receivedDatagrams).toBe(sent));
    await collector.stop();
    const { queueDrops } = await collector.statistics();
    expect(queueDrops).toBeGreaterThan(0);
    const problems = { 'receive-queue-full': queueDrops, 'unknown-version': sent - queueDrops };
    expect(await health()).toMatchObject([{ datagrams: sent - queueDrops, problems }]);
    await new Promise<void>((resolve) => out.close(() => resolve()));
  });

  test('senders that are not on the list of exporters leave no trace but a count', async () => {
    const { log, lines } = keepLines();
    const collector = await start({ exporters: ['::1'], windowMs: 3_600_000 }, log);
    await sender(4).send(first(collector), ...packets(5, exchange(CONTACT)));
    await sender(6).send(first(collector), ...packets(5, exchange(CONTACT)));
    await decoded(collector, 1);
    await eventually(async () => expect((await collector.statistics()).refusedDatagrams).toBe(1));
    await collector.stop();
    expect((await health()).map(({ address }) => address)).toEqual(['::1']);
    expect(lines).toContainEqual(expect.objectContaining({ sender: '127.0.0.1', count: 1 }));
  });

  test('one that falls silent is told, and when it sends again', async () => {
    const { log, lines } = keepLines();
    const collector = await start({ silentAfterMs: 200 }, log);
    const source = exporter(5);
    const out = sender();
    await out.send(first(collector), ...source.exportFlows(exchange(CONTACT), NOW));
    const told = (text: string) => eventually(() => expect(lines.map(({ msg }) => msg)).toContain(text));
    await told('an exporter has fallen silent');
    expect(await collector.statistics()).toMatchObject({ silentExporters: 1 });
    await out.send(first(collector), ...source.exportFlows(exchange(CONTACT), NOW));
    await told('an exporter sends again');
  });
});

describe('metrics', () => {
  test('are served on a port of their own, as long as it runs', async () => {
    const collector = await start({ metricsPort: 0 });
    await sender().send(first(collector), ...packets(9, exchange(CONTACT)));
    await decoded(collector, 1);
    const url = `http://127.0.0.1:${collector.metricsPort}`;
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('scopemap_collector_records_total 2\n');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await collector.stop();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('on a port in use, nothing starts', async () => {
    const { metricsPort } = await start({ metricsPort: 0 });
    await expect(start({ metricsPort })).rejects.toThrow(`cannot serve metrics on TCP port ${metricsPort} (127.0.0.1)`);
  });
});

describe('when the database goes away', () => {
  async function goAway(): Promise<void> {
    await asAdministrator(`alter database ${name} allow_connections false`);
    await asAdministrator('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  }
  const comeBack = () => asAdministrator(`alter database ${name} allow_connections true`);
  afterEach(comeBack);

  test('nothing is lost and nothing is counted twice', async () => {
    const { log, lines } = keepLines();
    const collector = await start({}, log);
    const source = exporter(9);
    const out = sender();
    await out.send(first(collector), ...source.exportFlows(exchange(CONTACT), NOW));
    await eventually(async () => expect(await storedNames(db)).toHaveLength(1));
    await goAway();
    for (const clientPort of [50_001, 50_002, 50_003])
      await out.send(first(collector), ...source.exportFlows(exchange({ ...CONTACT, clientPort }), NOW));
    await eventually(() =>
      expect(lines.some(({ msg }) => String(msg).startsWith('the database did not take'))).toBe(true),
    );
    await decoded(collector, 4);
    await comeBack();
    await eventually(async () =>
      expect(await storedRelationships(db)).toEqual([
        { name: '10.1.0.5 > 10.2.0.7 6/443', state: 'established', days: [[DAY, '127.0.0.1', 4, 80, 44_000]] },
      ]),
    );
    expect(await collector.statistics()).toMatchObject({ windowsLost: 0, recordsLost: 0 });
  });

  test('for longer than memory lasts, the loss is told', async () => {
    const collector = await start({ maxWaitingRows: 1, maxRecords: 2, flowDays: 0 });
    await goAway();
    const source = exporter(9);
    const out = sender();
    for (const clientPort of [50_001, 50_002, 50_003]) {
      await out.send(first(collector), ...source.exportFlows(exchange({ ...CONTACT, clientPort }), NOW));
      await decoded(collector, clientPort - 50_000);
    }
    await eventually(async () =>
      expect(await collector.statistics()).toMatchObject({ windowsLost: 2, recordsLost: 4 }),
    );
    await comeBack();
    await eventually(async () =>
      expect(await health()).toMatchObject([{ datagrams: 3, records: 6, problems: { 'window-lost': 4 } }]),
    );
    expect((await storedRelationships(db)).map(({ days }) => days)).toEqual([[[DAY, '127.0.0.1', 1, 20, 11_000]]]);
  });
});

describe('starting', () => {
  test('on a port in use fails with one sentence, and leaves nothing open', async () => {
    const other = await start();
    await expect(start({ ports: [0, first(other)] })).rejects.toThrow(
      `cannot listen on UDP port ${first(other)} ([::]:${first(other)}): another program already uses it`,
    );
  });

  test('without a database fails', async () => {
    const nowhere = { host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' };
    await expect(start({ database: nowhere })).rejects.toThrow('ECONNREFUSED');
  });

  test('says how to raise the receive buffer that the system caps', async () => {
    const { log, lines } = keepLines();
    await start({ receiveBuffer: 2_000_000_000 }, log);
    const [warning] = lines.filter(({ level }) => level === 40);
    expect(warning?.msg).toContain('the system caps the receive buffer');
  });
});
