import type { Graph, HostList, Matrix, RelationshipList } from '@scopemap/contract';
import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { app, db, call, classify } = await testApi();

beforeAll(async () => {
  await emptyDatabase(db);
  for (const [name, claim, prefix] of [
    ['Vault', 'cde', '10.1.0.0/24'],
    ['Store', 'connected', '10.2.0.0/24'],
    ['Office', 'out-of-scope', '10.3.0.0/24'],
  ])
    await call('POST', '/api/zones', { name, claim, prefixes: [prefix] });
  const approval = { sourceZoneId: 2, targetZoneId: 1, protocol: 'tcp', port: 443, businessNeed: '=cards, "all"' };
  await call('POST', '/api/approvals', approval);
  // More than one batch of an export.
  for (let client = 1; client <= 120; client++)
    for (let port = 8000; port < 8010; port++)
      await seedRelationship(db, { client: `10.3.0.${client}`, server: '10.3.0.250', port, octets: client });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 443, octets: 9_000_000 });
  await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.5', port: 1433, days: ['2026-10-09'] });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.1.0.6', port: 22 });
  await seedRelationship(db, { client: '10.1.0.6', server: '8.8.8.8', protocol: 17, port: 53 });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.2.0.1', port: 4000, clientPort: 5000 });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.2.0.2', port: 6000, clientPort: 7000 });
  await seedRelationship(db, { client: '10.9.0.1', server: '10.2.0.1', protocol: 1, port: 0, state: 'attempted' });
  await call('PUT', '/api/hosts/1/name', { name: '=cmd|calc' });
  await classify();
}, 60_000);

/** Records of a CSV file; quoted fields may hold commas and line ends. */
const records = (text: string) => text.match(/(?:"(?:[^"]|"")*"|[^\r\n"])+\r\n/g) ?? [];

async function csv(what: string, filter: string) {
  const { statusCode, body, headers } = await app.inject({ method: 'GET', url: `/api/${what}.csv?${filter}` });
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  return records(body).slice(1);
}

describe('map, tables, matrix and files count the same', () => {
  it.each([
    [''],
    ['q=cat:cde'],
    ['q=dst.cat:cde%20-src.cat:cde'],
    ['q=status:unreviewed'],
    ['q=zone:Office%20svc:ssh'],
    ['q=10.2.0.0/24%20or%208.8.8.8'],
    ['q=directed:no'],
    ['q=bytes%3E1000000'],
    ['q=-port:8000-8009&from=2026-10-02'],
    ['zone=none&status=violation,unreviewed,ordinary'],
    ['q=host:nobody'],
  ])('%s', async (filter) => {
    const [graph, hosts, relationships, matrix] = await Promise.all([
      call<Graph>('GET', `/api/graph?${filter}`),
      call<HostList>('GET', `/api/hosts?limit=1&${filter}`),
      call<RelationshipList>('GET', `/api/relationships?limit=1&${filter}`),
      call<Matrix>('GET', `/api/matrix?${filter}`),
    ]);
    const { counts } = graph.body;
    const cells = matrix.body.cells;
    expect({
      hosts: hosts.body.total,
      matrixHosts: matrix.body.zones.reduce((sum, zone) => sum + zone.hostCount, 0),
      hostLines: (await csv('hosts', filter)).length,
      relationships: relationships.body.total,
      bundled: cells.reduce((sum, cell) => sum + cell.relationships, 0),
      relationshipLines: (await csv('relationships', filter)).length,
      violations: cells.reduce((sum, cell) => sum + cell.violation, 0),
      unreviewed: cells.reduce((sum, cell) => sum + cell.unreviewed, 0),
    }).toEqual({
      hosts: counts.hosts,
      matrixHosts: counts.hosts,
      hostLines: counts.hosts,
      relationships: counts.relationships,
      bundled: counts.relationships,
      relationshipLines: counts.relationships,
      violations: counts.violations,
      unreviewed: counts.unreviewed,
    });
  });

  it('holds of many: the filters above do let something through', async () => {
    expect((await call<Graph>('GET', '/api/graph')).body.counts).toMatchObject({ hosts: 127, relationships: 1207 });
  });
});

describe('the files', () => {
  it('hold what the tables show, and no formula', async () => {
    const [host] = await csv('hosts', 'q=10.3.0.1');
    expect(host).toMatch(/^10\.3\.0\.[0-9]+,('=cmd\|calc)?,Office,/);
    const named = await csv('hosts', 'q=host:%22%3Dcmd%22');
    expect(named.some((line) => line.includes(`,'=cmd|calc,`))).toBe(true);
    const [approved] = await csv('relationships', 'status=approved');
    expect(approved).toContain('"Approved by local operator: =cards, ""all"""');
    expect(approved).toContain(',10.2.0.1,,Store,CONNECTED,10.1.0.5,,Vault,');
  });

  it('are refused with the place of the fault when the query cannot be read', async () => {
    const { status, body } = await call('GET', '/api/hosts.csv?q=cat:nonsense');
    expect(status).toBe(400);
    expect(body).toMatchObject({ fields: { q: expect.stringContaining('nonsense') } });
  });
});
