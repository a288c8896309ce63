import { type FilterRow, matchQuery, parseQuery, type Query } from '@scopemap/query-language';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../testing/fresh-database.ts';
import { seedRelationship } from '../testing/seed.ts';
import { seedCategories } from '../testing/seed-categories.ts';
import { listHosts } from './hosts.ts';
import { listRelationships, type RelationshipViewRow } from './relationships.ts';

const { db } = await freshDatabase();
const PAGE = { limit: 1000, offset: 0 };
const NOW = Date.parse('2026-10-11T00:00:00Z');
/** The last day of it is the one before NOW, so that ages count back from the same instant on both sides. */
const PERIOD = { from: '2026-09-01', to: '2026-10-10' };

let scanners: ReadonlySet<string>;
let rows: readonly RelationshipViewRow[];

function filterRow(row: RelationshipViewRow): FilterRow {
  const end = ({ address, name, zoneName, category }: RelationshipViewRow['client']) => ({
    address,
    name,
    zone: zoneName,
    category,
  });
  const ported = row.folded === 0 && [6, 17].includes(row.protocol);
  return {
    client: end(row.client),
    server: end(row.server),
    directed: row.directed,
    protocol: row.protocol,
    port: ported ? row.port : null,
    clientPort: ported && !row.directed ? row.clientPort : null,
    status: row.status,
    state: row.state,
    method: row.method,
    confidence: row.confidence,
    justified: row.approval?.inDate ?? false,
    scanner: scanners.has(row.id),
    firstSeen: Date.parse(row.firstSeen),
    lastSeen: Date.parse(row.lastSeen),
    flows: row.flows,
    packets: row.packets,
    octets: row.octets,
    exporters: row.observers,
  };
}

beforeAll(async () => {
  await sql`
    insert into zone (name, claim) values ('Card vault', 'cde'), ('Corporate', 'connected'), ('Elsewhere', 'external')`.execute(
    db,
  );
  await sql`
    insert into zone_prefix (zone_id, prefix)
    values (1, '10.1.0.0/24'), (2, '10.2.0.0/16'), (3, '203.0.113.0/24'), (2, '2001:db8::/64')`.execute(db);
  const seeded = [
    {
      client: '10.2.0.7',
      server: '10.1.0.5',
      port: 1433,
      flows: 12,
      octets: 20_000_000,
      days: ['2026-09-01', '2026-10-03'],
    },
    {
      client: '10.2.0.8',
      server: '10.1.0.5',
      port: 3389,
      state: 'denied' as const,
      scanner: true,
      days: ['2026-10-09'],
    },
    { client: '10.1.0.5', server: '10.2.0.7', port: 40_000, clientPort: 50_000, days: ['2026-10-01', '2026-10-02'] },
    { client: '10.1.0.6', server: '10.2.0.7', port: 0, clientPort: 0, folded: 300 },
    { client: '10.1.0.5', server: '10.2.0.8', protocol: 17, port: 123, clientPort: 123, octets: 5 },
    { client: '10.1.0.5', server: '10.9.0.1', protocol: 1, port: 0, observers: ['192.0.2.9', '192.0.2.1'] },
    { client: '198.51.100.4', server: '203.0.113.9', port: 443, state: 'unknown' as const, days: ['2026-10-04'] },
    { client: '2001:db8::7', server: '10.9.0.1', protocol: 17, port: 53, flows: 900, days: ['2026-09-30'] },
  ];
  for (const one of seeded) await seedRelationship(db, one);
  await sql`
    insert into host_name (host_id, source, name)
    select id, 'person', case host(address) when '10.2.0.7' then 'BI-02' else 'vault-db-03' end
    from host where host(address) in ('10.2.0.7', '10.1.0.5')`.execute(db);
  await sql`
    insert into approval (source_zone_id, target_zone_id, protocol, port, business_need, approved_by)
    values (2, 1, 6, 1433, 'settlement', 'ann')`.execute(db);
  await sql`update exporter set name = 'core-sw-1' where host(address) = '192.0.2.1'`.execute(db);
  await seedCategories(db, {
    '10.1.0.5': 'CDE_CHD',
    '10.1.0.6': 'CDE_CONTAMINATED',
    '10.2.0.7': 'CONNECTED',
    '10.2.0.8': 'OUT_OF_SCOPE',
    '203.0.113.9': 'EXTERNAL',
  });
  const marked = await sql<{ id: string }>`select id::text as id from relationship where scanner`.execute(db);
  scanners = new Set(marked.rows.map(({ id }) => id));
  rows = (await listRelationships(db, PERIOD, PAGE)).relationships;
});

async function found(query: Query): Promise<string[]> {
  const { relationships, total } = await listRelationships(db, { ...PERIOD, query }, PAGE);
  expect(total).toBe(relationships.length);
  return relationships.map(({ id }) => id).sort();
}

const expected = (query: Query) =>
  rows
    .filter((row) => matchQuery(query, filterRow(row), NOW))
    .map(({ id }) => id)
    .sort();

const TERMS = [
  ...['cde', 'contaminated', 'connected', 'external', 'undetermined', 'in-scope'].map((word) => `cat:${word}`),
  ...['src.', 'dst.', ''].flatMap((side) => [
    `${side}cat:cde`,
    `${side}zone:"card VAULT"`,
    `${side}zone:none`,
    `${side}host:bi`,
    `${side}host:10.1.0.5`,
    `${side}ip:10.0.0.0/8`,
    `${side}ip:2001:db8::/32`,
  ]),
  'port:1433,123',
  'port:0-65535',
  'port:40000',
  'port:50000',
  'proto:icmp',
  'proto:tcp,udp',
  'svc:https',
  'svc:53/udp',
  'svc:123',
  'svc:icmp',
  'status:violation',
  'status:exception',
  'status:approved',
  'state:denied,unknown',
  'method:tcp-flags',
  'confidence:none',
  'directed:yes',
  'directed:no',
  'justified:yes',
  'justified:no',
  'scanner:yes',
  'scanner:no',
  'new:7d',
  'new:48h',
  'first>=2026-09-30',
  'first:2026-10-01',
  'seen<2026-10-03',
  'seen>2026-10-03',
  'bytes>1M',
  'bytes<=10',
  'packets>100',
  'flows<5',
  'exporter:192.0.2.9',
];

const read = (text: string): Query => {
  const query = parseQuery(text);
  if (!query) throw new Error(`"${text}" is empty`);
  return query;
};

describe('a query in SQL', () => {
  it('has rows to choose from, some for each kind of term', async () => {
    expect(rows).toHaveLength(8);
    for (const text of [
      'cat:cde',
      'src.cat:cde',
      'cat:external',
      'zone:none',
      'host:bi',
      'status:approved',
      'bytes>1M',
    ])
      expect(await found(read(text)), text).not.toEqual([]);
  });

  it.each(TERMS)('finds what the evaluator finds: %s', async (text) => {
    expect(await found(read(text))).toEqual(expected(read(text)));
  });

  it('finds by the name of an exporter', async () => {
    expect(await found(read('exporter:CORE-sw'))).toHaveLength(8);
  });

  it('negates what has no value, too', async () => {
    expect((await found(read('-zone:corporate'))).length + (await found(read('zone:corporate'))).length).toBe(8);
    expect((await found(read('-host:bi'))).length + (await found(read('host:bi'))).length).toBe(8);
  });

  it('agrees with the evaluator for every combination of terms', async () => {
    const { query } = fc.letrec<{ query: Query }>((tie) => ({
      query: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom(...TERMS).map(read),
        tie('query').map((of): Query => ({ kind: 'not', of })),
        fc
          .record({
            kind: fc.constantFrom('and' as const, 'or' as const),
            parts: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
          })
          .map((junction): Query => junction),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(query, async (one) => {
        expect(await found(one)).toEqual(expected(one));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the hosts of the relationships that it finds, and no other', async () => {
    const query = read('port:1433 bytes>1M');
    const { hosts, total } = await listHosts(db, { ...PERIOD, query }, PAGE);
    expect(total).toBe(2);
    expect(hosts.map(({ address }) => address).sort()).toEqual(['10.1.0.5', '10.2.0.7']);
  });

  it('treats text as text', async () => {
    expect(await found(read(`host:"'; drop table host; --"`))).toEqual([]);
    expect(await found(read('host:"%"'))).toEqual([]);
  });
});
