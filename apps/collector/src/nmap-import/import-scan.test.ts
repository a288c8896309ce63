import { listAddressBindings, listEndpointHistory, listScanRuns, listServiceEndpoints } from '@scopemap/database';
import { emptyDatabase, freshDatabase, storedNames } from '@scopemap/database/testing';
import type { Flow } from '@scopemap/scope-model';
import { beforeEach, expect, test } from 'vitest';
import { ingestFlows } from '../ingest-flows.ts';
import { importScan } from './import-scan.ts';

const { db } = await freshDatabase();

const A = '10.1.0.5';
const B = '10.2.0.7';

beforeEach(() => emptyDatabase(db));

interface Finding {
  readonly at: number;
  readonly ports: string;
  readonly address?: string;
}

const port = (protocol: string, number: number, state: string) =>
  `<port protocol="${protocol}" portid="${number}"><state state="${state}"/></port>`;

async function* xml({ at, ports, address = B }: Finding): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`<nmaprun scanner="nmap" start="${at}"><host starttime="${at}" endtime="${at}">
    <status state="up"/><address addr="${address}" addrtype="ipv4"/><address addr="02:00:5E:00:53:0A" addrtype="mac"/>
    <hostnames><hostname name="db.example" type="PTR"/></hostnames><ports>${ports}</ports></host>
    <runstats><finished exit="success"/></runstats></nmaprun>`);
}

const scan = (finding: Finding) => importScan({ db, file: xml(finding), fileName: 'scan.xml', author: 'a test' });

/** Records whose direction nothing tells: both halves at the same time, both ports high, no flags. */
function halves(clientPort: number): Flow[] {
  const time = Date.UTC(2026, 8, 1, 12);
  const common = { exporter: '192.0.2.1', domain: 0, protocol: 6, tcpFlags: null, octets: 100, packets: 2, extra: {} };
  const there = { srcAddr: A, srcPort: clientPort, dstAddr: B, dstPort: 50_443, start: time, end: time + 10 };
  const back = { srcAddr: B, srcPort: 50_443, dstAddr: A, dstPort: clientPort, start: time, end: time + 10 };
  return [
    { ...common, ...there },
    { ...common, ...back },
  ];
}

const hostB = async () =>
  (await db.selectFrom('host').select('id').where('address', '=', B).executeTakeFirstOrThrow()).id;

test('a conversation stored as undecided becomes right when a scan shows the port open', async () => {
  await ingestFlows({ db, id: 'x', flows: [[...halves(51_000), ...halves(51_001)]] });
  expect(await storedNames(db)).toEqual([`${A}:51000 - ${B}:50443 6`, `${A}:51001 - ${B}:50443 6`]);
  expect(await scan({ at: 1_790_000_000, ports: port('tcp', 50_443, 'open') })).toEqual({
    hostsUp: 1,
    openEndpoints: 1,
    corrected: 2,
    states: { open: 1 },
    incomplete: false,
    repeated: false,
  });
  expect(await storedNames(db)).toEqual([`${A} > ${B} 6/50443`]);
});

test.each(['closed', 'filtered', 'open|filtered', 'unfiltered', 'closed|filtered'])(
  '%s is no evidence',
  async (state) => {
    await ingestFlows({ db, id: 'x', flows: [halves(51_000)] });
    const report = await scan({ at: 1_790_000_000, ports: port('tcp', 50_443, state) });
    expect(report).toMatchObject({ openEndpoints: 0, corrected: 0, states: { [state]: 1 } });
    expect(await storedNames(db)).toEqual([`${A}:51000 - ${B}:50443 6`]);
    expect(await listServiceEndpoints(db, await hostB())).toMatchObject([
      { basis: null, role: null, scanState: state },
    ]);
  },
);

test('the same file counts once, and the audit trail tells who brought it', async () => {
  const finding = { at: 1_790_000_000, ports: port('udp', 53, 'open') };
  await scan(finding);
  expect(await scan(finding)).toMatchObject({ repeated: true, openEndpoints: 1 });
  expect(await listScanRuns(db, 10)).toMatchObject([
    { kind: 'import', what: 'scan.xml', author: 'a test', allowed: [], result: 'done', hostsUp: 1, openEndpoints: 1 },
  ]);
});

test('states have a history; the latest by the time of the scan holds, whatever was imported last', async () => {
  const SUMMED =
    '<extraports state="closed"><extrareasons reason="conn-refused" proto="tcp" ports="1-1000"/></extraports>';
  await scan({ at: 1_790_000_000, ports: port('tcp', 443, 'filtered') });
  await scan({ at: 1_790_000_200, ports: SUMMED });
  await scan({ at: 1_790_000_100, ports: port('tcp', 443, 'open') });
  const history = await listEndpointHistory(db, await hostB(), 6, 443);
  expect(history.map((event) => 'state' in event && event.state)).toEqual(['closed', 'open', 'filtered']);
  expect(await listServiceEndpoints(db, await hostB())).toMatchObject([
    {
      basis: null,
      scanState: 'closed',
      firstOpenAt: new Date(1_790_000_100_000),
      lastOpenAt: new Date(1_790_000_100_000),
    },
  ]);
});

test('a MAC address binds the address to it for as long as it was met there', async () => {
  await scan({ at: 1_790_000_000, ports: '' });
  await scan({ at: 1_790_000_900, ports: '' });
  const from = new Date(1_790_000_000_000);
  const to = new Date(1_790_000_900_000);
  expect(await listAddressBindings(db, B, from, to)).toEqual([
    { address: B, asset: 'mac:02:00:5e:00:53:0a', source: 'scan-mac', from, to },
  ]);
});

test('a file that is none leaves nothing but the note that it was tried', async () => {
  async function* broken() {
    yield new TextEncoder().encode(
      `<nmaprun start="1"><host><status state="up"/><address addr="${B}" addrtype="ipv4"/></host>`,
    );
    yield new TextEncoder().encode('</nonsense>');
  }
  const failing = importScan({ db, file: broken(), fileName: 'odd.xml', author: 'a test' });
  await expect(failing).rejects.toThrow('odd.xml cannot be imported: it is not well-formed XML');
  expect(await db.selectFrom('host').selectAll().execute()).toEqual([]);
  expect(await listScanRuns(db, 10)).toMatchObject([{ what: 'odd.xml', result: 'failed' }]);
});
