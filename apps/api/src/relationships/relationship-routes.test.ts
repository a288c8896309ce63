import type { Graph, RelationshipList } from '@scopemap/contract';
import { emptyDatabase, seedCategories, seededHost, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
const list = async (query = '') => (await call<RelationshipList>('GET', `/api/relationships${query}`)).body;

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
  await call('POST', '/api/zones', { name: 'Store', claim: 'connected', prefixes: ['10.2.0.0/24'] });
  await seedRelationship(db, {
    client: '10.2.0.1',
    server: '10.1.0.5',
    port: 1433,
    flows: 3,
    octets: 500,
    days: ['2026-10-01', '2026-10-03'],
    observers: ['192.0.2.2', '192.0.2.1'],
  });
  await seedRelationship(db, { client: '10.1.0.5', server: '10.2.0.1', port: 40_000, clientPort: 50_000 });
  await seedRelationship(db, { client: '10.1.0.6', server: '10.2.0.1', port: 0, clientPort: 0, folded: 300 });
  await seedRelationship(db, { client: '10.1.0.5', server: '10.2.0.1', protocol: 17, port: 123, clientPort: 123 });
  await seedRelationship(db, { client: '10.1.0.5', server: '10.9.0.1', protocol: 1, port: 0 });
  await seedCategories(db, { '10.2.0.1': 'CONNECTED', '10.1.0.5': 'CDE_CONTAMINATED' });
});

describe('relationships', () => {
  it('show both sides, counts per day of the largest observer, and why they await a review', async () => {
    const { relationships, total } = await list('?service=mssql');
    expect(total).toBe(1);
    expect(relationships[0]).toEqual({
      id: '1',
      client: { hostId: 1, address: '10.2.0.1', name: null, zoneId: 2, zoneName: 'Store', category: 'CONNECTED' },
      server: {
        hostId: 2,
        address: '10.1.0.5',
        name: null,
        zoneId: 1,
        zoneName: 'Vault',
        category: 'CDE_CONTAMINATED',
      },
      directed: true,
      protocol: 'tcp',
      port: 1433,
      clientPort: null,
      service: '1433/tcp mssql',
      bundle: 'zone-2>zone-1|1433-6|unreviewed',
      icmpType: null,
      icmpCode: null,
      method: 'tcp-flags',
      confidence: 'high',
      state: 'established',
      attempts: 0,
      status: 'unreviewed',
      statusText: 'No approval covers 1433/tcp mssql from Store to Vault.',
      flows: 6,
      packets: 12,
      octets: 1000,
      firstSeen: '2026-10-01T08:00:00.000Z',
      lastSeen: '2026-10-03T09:30:00.500Z',
      observers: ['192.0.2.1', '192.0.2.2'],
    });
    expect((await list('?service=mssql&from=2026-10-03')).relationships[0]).toMatchObject({ flows: 3, octets: 500 });
  });

  it('name the service as far as it is known', async () => {
    const { relationships } = await list('?limit=10');
    expect(relationships.map(({ id, service, port, clientPort }) => [id, service, port, clientPort])).toEqual([
      ['1', '1433/tcp mssql', 1433, null],
      ['2', '50000 and 40000/tcp', 40_000, 50_000],
      ['3', 'many ports/tcp', null, null],
      ['4', '123/udp ntp', 123, 123],
      ['5', 'icmp', null, null],
    ]);
  });

  it('come in pages, largest first', async () => {
    const { relationships, total } = await list('?limit=2&offset=3');
    expect([total, relationships.map((row) => row.id)]).toEqual([5, ['4', '5']]);
  });

  it('can be asked for by host', async () => {
    expect((await list(`?hostId=${await seededHost(db, '10.9.0.1')}`)).relationships.map((row) => row.id)).toEqual([
      '5',
    ]);
    expect((await list('?hostId=999')).total).toBe(0);
  });

  it('of a bundle are the ones that the graph counts in it', async () => {
    const { bundles } = (await call<Graph>('GET', '/api/graph')).body;
    expect(bundles).toHaveLength(4);
    for (const bundle of bundles) {
      const { relationships } = await list(`?bundle=${encodeURIComponent(bundle.id)}`);
      expect(relationships.map((row) => row.bundle)).toEqual(relationships.map(() => bundle.id));
      expect(relationships.reduce((sum, row) => sum + row.flows, 0)).toBe(bundle.flows);
    }
  });

  it('carry the need of their approval', async () => {
    await call('POST', '/api/approvals', {
      sourceZoneId: 2,
      targetZoneId: 1,
      protocol: 'tcp',
      port: 1433,
      businessNeed: 'settlement',
    });
    expect((await list('?status=approved')).relationships[0]?.statusText).toBe(
      'Approved by local operator: settlement',
    );
    await db
      .updateTable('approval')
      .set({ expires_at: new Date('2020-01-01') })
      .execute();
    expect((await list('?service=mssql')).relationships[0]).toMatchObject({
      status: 'unreviewed',
      statusText: 'The approval of 1433/tcp mssql from Store to Vault by local operator has run out.',
    });
  });
});
