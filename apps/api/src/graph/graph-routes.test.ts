import { Graph } from '@scopemap/contract';
import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();
const graph = async (query = '') => Graph.parse((await call('GET', `/api/graph${query}`)).body);
beforeEach(() => emptyDatabase(db));

describe('the graph', () => {
  it('is empty when nothing is stored', async () => {
    expect(await graph()).toEqual({
      period: { from: null, to: null },
      days: [],
      zones: [],
      hosts: [],
      bundles: [],
      omittedHosts: 0,
      counts: { hosts: 0, relationships: 0, violations: 0, unreviewed: 0, inScope: 0, undetermined: 0 },
    });
  });

  it('names zones, groups without a zone and services', async () => {
    await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 443, state: 'unknown' });
    await seedRelationship(db, { client: '8.8.8.8', server: '10.1.0.5', port: 443, state: 'attempted' });
    for (const port of [53, 389])
      await seedRelationship(db, { client: '10.1.0.5', server: '10.2.0.1', protocol: 17, port });
    await classify();
    const { zones, bundles, hosts, period } = await graph('?from=2026-10-01&to=2026-10-31');
    expect(period).toEqual({ from: '2026-10-01', to: '2026-10-31' });
    expect(zones.map(({ id, name, claim, category, hostCount }) => [id, name, claim, category, hostCount])).toEqual([
      ['zone-1', 'Vault', 'cde', 'CDE_CHD', 1],
      ['unassigned-10.2.0.0/24', '10.2.0.0/24 (no zone)', 'undetermined', 'CONNECTED', 1],
      ['unassigned-internet', 'Internet addresses without a zone', 'undetermined', 'UNDETERMINED', 1],
    ]);
    expect(
      bundles.map(({ sourceZone, targetZone, service, services, status }) => [
        sourceZone,
        targetZone,
        service,
        services,
        status,
      ]),
    ).toEqual([
      ['unassigned-10.2.0.0/24', 'zone-1', '443/tcp https', ['443/tcp https'], 'unreviewed'],
      ['unassigned-internet', 'zone-1', '443/tcp https', ['443/tcp https'], 'unreviewed'],
      ['zone-1', 'unassigned-10.2.0.0/24', 'infra · 2 services', ['53/udp dns', '389/udp ldap'], 'unreviewed'],
    ]);
    expect(hosts.map(({ address, category, server }) => [address, category, server])).toEqual([
      ['10.1.0.5', 'CDE_CONTAMINATED', true],
      ['10.2.0.1', 'CONNECTED', true],
      ['8.8.8.8', 'UNDETERMINED', false],
    ]);
  });

  it('takes the category of a place from the model, whatever is claimed or filtered', async () => {
    await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
    await call('POST', '/api/zones', { name: 'Office', claim: 'out-of-scope', prefixes: ['10.2.0.0/24'] });
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 443 });
    await seedRelationship(db, { client: '10.2.0.2', server: '10.3.0.9', port: 22 });
    const categories = async (query = '') =>
      Object.fromEntries((await graph(query)).zones.map(({ name, category }) => [name, category]));
    expect(await categories()).toMatchObject({ Vault: 'UNDETERMINED', Office: 'UNDETERMINED' });
    await classify();
    const decided = { Vault: 'CDE_CHD', Office: 'CONNECTED', '10.3.0.0/24 (no zone)': 'UNDETERMINED' };
    expect(await categories()).toEqual(decided);
    expect(await categories('?q=port:22')).toEqual(decided);
    await seedRelationship(db, { client: '10.3.0.9', server: '10.1.0.5', port: 22 });
    await classify();
    expect(await categories()).toEqual({ ...decided, '10.3.0.0/24 (no zone)': 'CONNECTED' });
  });

  it('lists 600 hosts at most and says how many it left out', async () => {
    await db
      .insertInto('host')
      .values(
        Array.from({ length: 640 }, (_, i) => ({
          address: `10.0.${i >> 8}.${i & 255}`,
          first_seen: new Date(),
          last_seen: new Date(),
        })),
      )
      .execute();
    const { hosts, omittedHosts, zones, counts } = await graph();
    expect([hosts.length, omittedHosts, counts.hosts]).toEqual([600, 40, 640]);
    expect(zones.reduce((sum, zone) => sum + zone.hostCount, 0)).toBe(640);
  });
});
