import { importScan } from '@scopemap/collector';
import { applyWindow, declareNetwork, ensureFlowPartitions, utcDay } from '@scopemap/database';
import { freshDatabase, legacyRows } from '@scopemap/database/testing';
import { PrefixTable, parseIp, parsePrefix } from '@scopemap/net';
import { type ReferenceFlow, referenceFlows, referenceNetwork } from '@scopemap/reference-network';
import { createEndpointKnowledge, createRelationshipBuilder } from '@scopemap/scope-model';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleDeclaration } from './sample-declaration.ts';

const { db } = await freshDatabase();

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const SECOND = 1000;
/** One and a half days, so that the daily tables have two. */
const flows = [...referenceFlows({ end: Date.UTC(2026, 8, 30, 12), days: 2, scale: 0.05 })];
const receivedAt = (flow: ReferenceFlow) => flow.end + SECOND;

/** Every second service of the network is found by a scan; the rest stays unknown to it. */
const scanned = referenceNetwork.services
  .filter((_, i) => i % 2 === 0)
  .map(({ host, protocol, port }) => ({
    address: referenceNetwork.hosts.find(({ name }) => name === host)?.address ?? '',
    protocol,
    port,
  }))
  .filter(({ address, protocol }) => parseIp(address)?.length === 4 && (protocol === TCP || protocol === UDP));

async function* scanResult() {
  const byHost = Map.groupBy(scanned, ({ address }) => address);
  yield new TextEncoder().encode('<nmaprun start="1790000000">');
  for (const [address, endpoints] of byHost) {
    const ports = endpoints.map(
      ({ protocol, port }) =>
        `<port protocol="${protocol === TCP ? 'tcp' : 'udp'}" portid="${port}"><state state="open"/></port>`,
    );
    // Not evidence: must not become services.
    ports.push('<port protocol="udp" portid="3"><state state="open|filtered"/></port>');
    const text = `<host><status state="up"/><address addr="${address}" addrtype="ipv4"/><ports>${ports.join('')}</ports></host>`;
    yield new TextEncoder().encode(text);
  }
  yield new TextEncoder().encode('<runstats><finished exit="success"/></runstats></nmaprun>');
}

/** The way of live traffic: windows of relationships with their normalised flows. */
async function load(): Promise<void> {
  const builder = createRelationshipBuilder({ knowledge: createEndpointKnowledge() });
  await ensureFlowPartitions(db, [...new Set(flows.map((flow) => utcDay(receivedAt(flow))))]);
  const addresses = [...new Set(flows.map(({ exporter }) => exporter))];
  for (let at = 0; at < flows.length; at += 5_000) {
    const batch = flows.slice(at, at + 5_000);
    for (const flow of batch) builder.add({ ...flow, extra: {} }, receivedAt(flow));
    const exporters = addresses.map((address) => ({
      address,
      first: receivedAt(batch[0] as ReferenceFlow),
      last: receivedAt(batch.at(-1) as ReferenceFlow),
    }));
    const stored = batch.map((flow) => ({ ...flow, receivedAt: receivedAt(flow), tcpFlags: flow.tcpFlags }));
    await applyWindow(db, { id: `w${at}`, contacts: builder.finish(), exporters, health: [], flows: stored });
  }
}

/** The original's list of known services: what the scan found open, and what traffic taught. */
let services: Set<string>;
const endpoint = (address: string, protocol: number, port: number) => `${address} ${protocol} ${port}`;

beforeAll(async () => {
  await load();
  await importScan({ db, file: scanResult(), fileName: 'scan.xml', author: 'a test' });
  await declareNetwork(db, sampleDeclaration());
  const learned = await db.selectFrom('learned_endpoint').select(['address', 'protocol', 'port']).execute();
  services = new Set(
    [...scanned, ...learned]
      .filter(({ address, protocol }) => parseIp(address)?.length === 4 && (protocol === TCP || protocol === UDP))
      .map(({ address, protocol, port }) => endpoint(address, protocol, port)),
  );
});

const NAMES: Readonly<Record<number, string>> = {
  1: 'ICMP',
  2: 'IGMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  50: 'ESP',
  89: 'OSPFIGP',
  112: 'VRRP',
};
const nameOf = (protocol: number) => NAMES[protocol] ?? String(protocol);
const isIpv4 = ({ srcAddr, dstAddr }: ReferenceFlow) => !srcAddr.includes(':') && !dstAddr.includes(':');
const dayOf = (flow: ReferenceFlow) => new Date(flow.start).toISOString().slice(0, 10);

interface Verdict {
  readonly kind: 'known' | 'unknown' | 'other';
  readonly key: Record<string, unknown>;
}

/** The original's rule, record by record (destination known -> as is, else source known -> swap, else unknown). */
function verdict(flow: ReferenceFlow): Verdict {
  const { srcAddr: ipsrc, dstAddr: ipdst, protocol, srcPort: srcport, dstPort: dstport } = flow;
  const proto = nameOf(protocol);
  if (protocol !== TCP && protocol !== UDP) return { kind: 'other', key: { ipsrc, ipdst, proto } };
  if (services.has(endpoint(ipdst, protocol, dstport))) return { kind: 'known', key: { ipsrc, ipdst, proto, dstport } };
  if (services.has(endpoint(ipsrc, protocol, srcport)))
    return { kind: 'known', key: { ipsrc: ipdst, ipdst: ipsrc, proto, dstport: srcport } };
  return { kind: 'unknown', key: { ipsrc, ipdst, proto, srcport, dstport } };
}

function expected(kind: Verdict['kind'], daily: boolean): Record<string, unknown>[] {
  const rows = new Map<string, { key: Record<string, unknown>; hits: number; first: number; last: number }>();
  for (const flow of flows.filter(isIpv4)) {
    const found = verdict(flow);
    if (found.kind !== kind) continue;
    const key = daily ? { ...found.key, dailyDate: dayOf(flow) } : found.key;
    const name = JSON.stringify(key);
    const row = rows.get(name) ?? { key, hits: 0, first: flow.start, last: flow.end };
    rows.set(name, {
      key,
      hits: row.hits + 1,
      first: Math.min(row.first, flow.start),
      last: Math.max(row.last, flow.end),
    });
  }
  return [...rows.values()].map(({ key, hits, first, last }) => ({
    ...key,
    hits: String(hits),
    ...(daily ? {} : { dateAdded: new Date(first), dateLastSeen: new Date(last) }),
  }));
}

const sorted = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort()))).sort();

test('the test has something to say', () => {
  expect(new Set(flows.filter(isIpv4).map((flow) => verdict(flow).kind)).size).toBe(3);
  expect(new Set(flows.map(dayOf)).size).toBeGreaterThan(1);
});

describe.each<[string, string, Verdict['kind'], boolean, string[]]>([
  ['flow', 'flow', 'known', false, ['ipsrc', 'ipdst', 'proto', 'dstport', 'hits', 'dateAdded', 'dateLastSeen']],
  ['dailyflow', 'dailyflow', 'known', true, ['ipsrc', 'ipdst', 'proto', 'dstport', 'dailyDate', 'hits']],
  [
    'unknownFlow',
    'unknownflow',
    'unknown',
    false,
    ['ipsrc', 'ipdst', 'proto', 'srcport', 'dstport', 'hits', 'dateAdded', 'dateLastSeen'],
  ],
  [
    'unknownDailyFlow',
    'unknowndailyflow',
    'unknown',
    true,
    ['ipsrc', 'ipdst', 'proto', 'srcport', 'dstport', 'dailyDate', 'hits'],
  ],
  ['otherFlow', 'otherflow', 'other', false, ['ipsrc', 'ipdst', 'proto', 'hits', 'dateAdded', 'dateLastSeen']],
  ['otherDailyFlow', 'otherdailyflow', 'other', true, ['ipsrc', 'ipdst', 'proto', 'dailyDate', 'hits']],
])('legacy.%s', (view, twin, kind, daily, columns) => {
  test('has the columns of the original and the rows of its rules', async () => {
    const rows = await legacyRows(db, view);
    expect(Object.keys(rows[0] ?? {})).toEqual(columns);
    expect(sorted(rows)).toEqual(sorted(expected(kind, daily)));
    expect(sorted(await legacyRows(db, twin))).toEqual(sorted(rows));
  });
});

test('legacy.service lists what is known to listen', async () => {
  const rows = await legacyRows(db, 'service');
  expect(Object.keys(rows[0] ?? {})).toEqual(['servicekey', 'ipv4', 'proto', 'port', 'dateAdded', 'dateLastSeen']);
  const keys = [...services].map((text) => {
    const [address, protocol, port] = text.split(' ');
    return `${address}-${nameOf(Number(protocol))}-${port}`;
  });
  expect(rows.map(({ servicekey }) => servicekey).sort()).toEqual(keys.sort());
  expect(rows.every(({ servicekey, ipv4, proto, port }) => servicekey === `${ipv4}-${proto}-${port}`)).toBe(true);
});

test('legacy.ipv4 lists every address that was seen', async () => {
  const seen = new Set(flows.filter(isIpv4).flatMap(({ srcAddr, dstAddr }) => [srcAddr, dstAddr]));
  for (const { address } of scanned) seen.add(address);
  const rows = await legacyRows(db, 'ipv4');
  expect(Object.keys(rows[0] ?? {})).toEqual(['ipv4', 'dateAdded', 'dateLastSeen']);
  expect(rows.map(({ ipv4 }) => ipv4).sort()).toEqual([...seen].sort());
});

describe('legacy.nf', () => {
  const zones = new PrefixTable<string>();
  for (const { name, prefixes } of referenceNetwork.zones)
    for (const text of prefixes) zones.set(parsePrefix(text) as NonNullable<ReturnType<typeof parsePrefix>>, name);
  const zoneOf = (address: string) => zones.find(parseIp(address) as Uint8Array) ?? null;

  /** The approval of this direction, as its label; null when there is none. */
  function approved(source: string | null, target: string | null, protocol: number, port: number): string | null {
    const hit = referenceNetwork.approvals.find(
      (approval) =>
        approval.sourceZone === source &&
        approval.targetZone === target &&
        approval.protocol === protocol &&
        (approval.port === null || approval.port === port),
    );
    return hit ? `${source} > ${target}` : null;
  }

  function row(flow: ReferenceFlow) {
    const { srcAddr, dstAddr, protocol } = flow;
    const ported = protocol === TCP || protocol === UDP;
    const [srcport, dstport] = ported ? [flow.srcPort, flow.dstPort] : [0, 0];
    const [source, target] = [zoneOf(srcAddr), zoneOf(dstAddr)];
    const forward = approved(source, target, protocol, dstport);
    const reverse = forward ? null : approved(target, source, protocol, srcport);
    return {
      added: new Date(receivedAt(flow)),
      reportinghost: flow.exporter,
      srcip: srcAddr,
      dstip: dstAddr,
      srcport: String(srcport),
      dstport: String(dstport),
      protocol: protocol === 58 ? 'IPv6-ICMP' : nameOf(protocol),
      nfver: flow.version,
      aclno: forward ?? reverse ?? 'nomatch',
      dstzone: target,
      acldirection: forward ? 'forward' : reverse ? 'reverse' : null,
    };
  }

  test('has a row per record with the zone of the destination and the approval that matches', async () => {
    const rows = await legacyRows(db, 'nf');
    expect(Object.keys(rows[0] ?? {})).toEqual([
      ...['nid', 'added', 'reportinghost', 'srcip', 'dstip', 'srcport', 'dstport', 'protocol', 'nfver'],
      ...['aclno', 'dstzone', 'acldirection', 'aclentryid'],
    ]);
    expect(new Set(rows.map(({ nid }) => nid)).size).toBe(flows.length);
    const wanted = flows.map(row);
    expect(sorted(rows.map(({ nid: _, aclentryid: __, ...rest }) => rest))).toEqual(sorted(wanted));
    for (const direction of ['forward', 'reverse', null])
      expect(wanted.some(({ acldirection }) => acldirection === direction)).toBe(true);
    expect(flows.some(({ protocol }) => protocol === ICMP)).toBe(true);
  });

  test('names the approval, and only where one matches', async () => {
    const approvals = new Map(
      (
        await db
          .selectFrom('approval')
          .innerJoin('zone', 'zone.id', 'source_zone_id')
          .select(['approval.id', 'name'])
          .execute()
      ).map(({ id, name }) => [id, name]),
    );
    for (const { aclno, aclentryid, acldirection } of await legacyRows(db, 'nf')) {
      expect([aclno === 'nomatch', acldirection === null]).toEqual([aclentryid === null, aclentryid === null]);
      if (aclentryid !== null) expect(String(aclno).startsWith(`${approvals.get(aclentryid as number)} > `)).toBe(true);
    }
  });
});
