import { INFRASTRUCTURE_SERVICES } from '@scopemap/scope-model';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  emptyDatabase,
  freshDatabase,
  seedCategories,
  seededHost,
  seedRelationship,
  TESTER,
} from '../testing/index.ts';
import { approve } from './approvals.ts';
import { type GraphBudget, loadGraph } from './graph.ts';
import { claimHost } from './host-claims.ts';
import type { ViewFilter } from './relationship-view.ts';
import { createZone } from './zones.ts';

const { db } = await freshDatabase();
const BUDGET: GraphBudget = { hosts: 600, namedPairs: 4 };
const graph = (filter: ViewFilter = {}, budget = BUDGET) => loadGraph(db, filter, budget);
const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);

async function zone(
  name: string,
  claim: 'cde' | 'connected' | 'out-of-scope' | 'external',
  ...prefixes: string[]
): Promise<number> {
  const result = await createZone(db, { name, claim, description: '', prefixes }, TESTER);
  if (!('zone' in result)) throw new Error(`zone ${name} was not created`);
  return result.zone.id;
}

beforeEach(() => emptyDatabase(db));

describe('zone membership', () => {
  it('takes the longest prefix, per address family', async () => {
    const wide = await zone('Wide', 'connected', '10.0.0.0/8', '2001:db8::/32');
    const narrow = await zone('Narrow', 'cde', '10.1.2.0/24', '10.9.9.9/32', '2001:db8:1::/48');
    await seedRelationship(db, { client: '10.1.2.3', server: '10.1.3.4', port: 443 });
    await seedRelationship(db, { client: '2001:db8:1::5', server: '2001:db8:2::5', port: 443 });
    await seedRelationship(db, { client: '10.9.9.9', server: '11.0.0.1', port: 443 });
    const zones = Object.fromEntries((await graph()).hosts.map((host) => [host.address, host.zoneKey]));
    expect(zones).toEqual({
      '10.1.2.3': `zone-${narrow}`,
      '10.1.3.4': `zone-${wide}`,
      '2001:db8:1::5': `zone-${narrow}`,
      '2001:db8:2::5': `zone-${wide}`,
      '10.9.9.9': `zone-${narrow}`,
      '11.0.0.1': 'unassigned-internet',
    });
  });

  it('groups private hosts without a zone by network, and the Internet apart', async () => {
    await seedRelationship(db, { client: '10.1.2.3', server: '10.1.3.4', port: 443 });
    await seedRelationship(db, { client: 'fd00:1:2:3::1', server: '8.8.8.8', port: 443 });
    expect((await graph()).unassigned).toEqual([
      { key: 'unassigned-10.1.2.0/24', network: '10.1.2.0/24', category: 'UNDETERMINED', hostCount: 1 },
      { key: 'unassigned-10.1.3.0/24', network: '10.1.3.0/24', category: 'UNDETERMINED', hostCount: 1 },
      { key: 'unassigned-fd00:1:2:3::/64', network: 'fd00:1:2:3::/64', category: 'UNDETERMINED', hostCount: 1 },
      { key: 'unassigned-internet', network: null, category: 'UNDETERMINED', hostCount: 1 },
    ]);
  });

  it('collects the private networks in one group when there are many', async () => {
    for (let i = 0; i < 7; i++) {
      await seedRelationship(db, { client: `10.0.${i}.1`, server: `10.1.${i}.1`, port: 443 });
    }
    expect((await graph()).unassigned).toEqual([
      { key: 'unassigned-private', network: null, category: 'UNDETERMINED', hostCount: 14 },
    ]);
  });
});

describe('bundles', () => {
  it('counts the largest observer of each day, and adds the days up', async () => {
    await zone('A', 'cde', '10.1.0.0/16');
    await zone('B', 'connected', '10.2.0.0/16');
    await seedRelationship(db, {
      client: '10.2.0.1',
      server: '10.1.0.1',
      port: 443,
      flows: 5,
      octets: 50,
      days: ['2026-10-01', '2026-10-02'],
      observers: ['192.0.2.1', '192.0.2.2'],
    });
    const { bundles, days } = await graph();
    expect(bundles).toMatchObject([
      { key: 'zone-2>zone-1|443-6|unreviewed', pairs: 1, flows: 10, octets: 100, directed: true },
    ]);
    expect(days).toEqual([
      { day: '2026-10-01', flows: 5 },
      { day: '2026-10-02', flows: 5 },
    ]);
    const second = await graph({ from: '2026-10-02', to: '2026-10-02' });
    expect(second.bundles).toMatchObject([{ flows: 5, octets: 50 }]);
    expect(second.days).toHaveLength(2);
    expect((await graph({ from: '2026-10-03' })).bundles).toEqual([]);
  });

  it('draws infrastructure as one bundle per zone pair and status; SMB only to a directory server', async () => {
    await zone('Office', 'connected', '10.2.0.0/16');
    await zone('Servers', 'connected', '10.3.0.0/16');
    for (const port of [53, 88, 389, 445]) await seedRelationship(db, { client: '10.2.0.1', server: '10.3.0.1', port });
    await seedRelationship(db, { client: '10.2.0.1', server: '10.3.0.2', port: 445 });
    const bundles = (await graph()).bundles.toSorted(byKey);
    expect(
      bundles.map(({ key, services, infrastructure, pairs }) => ({
        key,
        services: services.length,
        infrastructure,
        pairs,
      })),
    ).toEqual([
      { key: 'zone-1>zone-2|445-6|unreviewed', services: 1, infrastructure: false, pairs: 1 },
      { key: 'zone-1>zone-2|infra|unreviewed', services: 4, infrastructure: true, pairs: 1 },
    ]);
    const own = await graph({ infrastructure: INFRASTRUCTURE_SERVICES.filter((service) => service.port !== 88) });
    expect(own.bundles.find((bundle) => bundle.infrastructure)?.services).toHaveLength(3);
  });

  it('keeps what has no direction apart, peers by their port and the undecided by protocol', async () => {
    await zone('A', 'connected', '10.2.0.0/16');
    await zone('B', 'connected', '10.1.0.0/16');
    await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', protocol: 17, port: 5060, clientPort: 5060 });
    await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 40_000, clientPort: 50_000 });
    await seedRelationship(db, { client: '10.1.0.2', server: '10.2.0.1', port: 0, clientPort: 0, folded: 400 });
    const bundles = (await graph()).bundles.toSorted(byKey);
    expect(
      bundles.map(({ key, directed, services, sourceHosts }) => ({ key, directed, services, sourceHosts })),
    ).toEqual([
      {
        key: 'zone-1~zone-2|5060-17|unreviewed',
        directed: false,
        services: [{ protocol: 17, port: 5060 }],
        sourceHosts: [await seededHost(db, '10.2.0.1')],
      },
      {
        key: 'zone-1~zone-2|undecided-6|unreviewed',
        directed: false,
        services: [{ protocol: 6, port: null }],
        sourceHosts: [await seededHost(db, '10.2.0.1')],
      },
    ]);
  });
});

describe('status', () => {
  it('is a violation between the CDE and a host claimed out of scope, whatever was approved', async () => {
    const cde = await zone('CDE', 'cde', '10.1.0.0/16');
    const office = await zone('Office', 'connected', '10.2.0.0/16');
    const draft = {
      sourceZoneId: office,
      targetZoneId: cde,
      protocol: 6,
      port: 443,
      businessNeed: 'need',
      approvedBy: 'ann',
      expiresAt: null,
      origin: 'a test',
    };
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
    await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.1', port: 443 });
    await approve(db, draft);
    await claimHost(db, await seededHost(db, '10.2.0.2'), { claim: 'out-of-scope', reason: 'said so' }, TESTER);
    await seedCategories(db, { '10.1.0.1': 'CDE_CONTAMINATED', '10.2.0.1': 'CONNECTED', '10.2.0.2': 'CONNECTED!' });
    const { bundles, counts, hosts } = await graph();
    expect(bundles.map((bundle) => bundle.status)).toEqual(['violation', 'approved']);
    expect(counts).toEqual({ hosts: 3, relationships: 2, violations: 1, unreviewed: 0, inScope: 3, undetermined: 0 });
    expect(hosts.map(({ address, category, conflict, status }) => [address, category, conflict, status])).toEqual([
      ['10.2.0.2', 'CONNECTED', true, 'violation'],
      ['10.1.0.1', 'CDE_CONTAMINATED', false, 'violation'],
      ['10.2.0.1', 'CONNECTED', false, 'approved'],
    ]);
  });

  it.each([
    ['in the approved direction', {}, 'approved'],
    ['the other way', { client: '10.1.0.1', server: '10.2.0.1' }, 'unreviewed'],
    ['peers on the approved port', { client: '10.1.0.1', server: '10.2.0.1', clientPort: 443 }, 'approved'],
    ['undecided, one port as approved', { clientPort: 50_000 }, 'unreviewed'],
    ['another protocol', { protocol: 17 }, 'unreviewed'],
  ])('%s: %j is %s', async (_, change, status) => {
    const cde = await zone('CDE', 'cde', '10.1.0.0/16');
    const office = await zone('Office', 'connected', '10.2.0.0/16');
    await approve(db, {
      sourceZoneId: office,
      targetZoneId: cde,
      protocol: 6,
      port: 443,
      businessNeed: 'need',
      approvedBy: 'ann',
      expiresAt: null,
      origin: 'a test',
    });
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443, ...change });
    expect((await graph()).bundles.map((bundle) => bundle.status)).toEqual([status]);
  });

  it('ignores an approval that has run out', async () => {
    const cde = await zone('CDE', 'cde', '10.1.0.0/16');
    const draft = {
      sourceZoneId: cde,
      targetZoneId: cde,
      protocol: 6,
      port: 443,
      businessNeed: 'need',
      approvedBy: 'ann',
      origin: 'a test',
    };
    await approve(db, { ...draft, expiresAt: new Date('2020-01-01') });
    await seedRelationship(db, { client: '10.1.0.1', server: '10.1.0.2', port: 443 });
    expect((await graph()).counts.unreviewed).toBe(1);
    expect(await approve(db, { ...draft, expiresAt: null })).toHaveProperty('approval');
    expect((await graph()).counts.unreviewed).toBe(0);
    expect(await approve(db, { ...draft, expiresAt: null })).toHaveProperty('standing');
  });
});

describe('categories', () => {
  const categories = async () =>
    Object.fromEntries((await graph()).hosts.map(({ address, category, conflict }) => [address, [category, conflict]]));

  it('are those of the latest run; a host that it has not met is undetermined', async () => {
    await zone('CDE', 'cde', '10.1.0.0/16');
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
    expect(await categories()).toEqual({ '10.1.0.1': ['UNDETERMINED', false], '10.2.0.1': ['UNDETERMINED', false] });
    await seedCategories(db, { '10.1.0.1': 'CDE_CHD', '10.2.0.1': 'CONNECTED!' });
    await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.1', port: 443 });
    expect(await categories()).toEqual({
      '10.1.0.1': ['CDE_CHD', false],
      '10.2.0.1': ['CONNECTED', true],
      '10.2.0.2': ['UNDETERMINED', false],
    });
    expect((await graph()).counts).toMatchObject({ inScope: 3, undetermined: 1 });
    await seedCategories(db, { '10.1.0.1': 'CDE_CHD', '10.2.0.1': 'OUT_OF_SCOPE', '10.2.0.2': 'EXTERNAL' });
    expect((await graph()).counts).toMatchObject({ inScope: 1, undetermined: 0 });
  });

  it('make a violation of contact with a host claimed out of scope, whatever the CDE system itself is claimed', async () => {
    await zone('Office', 'connected', '10.2.0.0/16');
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
    await claimHost(db, await seededHost(db, '10.2.0.1'), { claim: 'out-of-scope', reason: 'said so' }, TESTER);
    expect((await graph()).bundles.map((bundle) => bundle.status)).toEqual(['ordinary']);
    await seedCategories(db, { '10.1.0.1': 'CDE_CONTAMINATED' });
    expect((await graph()).bundles.map((bundle) => bundle.status)).toEqual(['violation']);
  });
});

describe('filters', () => {
  beforeEach(async () => {
    await zone('CDE', 'cde', '10.1.0.0/16');
    await zone('Office', 'connected', '10.2.0.0/16');
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
    await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.1', port: 22, days: ['2026-10-05'] });
    await seedRelationship(db, { client: '10.2.0.2', server: '10.9.0.1', protocol: 17, port: 53 });
    await db
      .insertInto('host_name')
      .values({ host_id: await seededHost(db, '10.9.0.1'), source: 'sample', name: 'Resolver_1' })
      .execute();
  });

  it.each<[string, ViewFilter, number, number]>([
    ['nothing', {}, 3, 4],
    ['a zone', { zone: 1 }, 2, 3],
    ['no zone', { zone: 'none' }, 1, 2],
    ['a service', { services: [{ protocol: 6, port: 22 }] }, 1, 2],
    ['a port of any protocol', { services: [{ protocol: null, port: 53 }] }, 1, 2],
    ['a protocol', { services: [{ protocol: 6, port: null }] }, 2, 3],
    ['no service at all', { services: [] }, 0, 0],
    ['an address', { host: { prefix: '10.2.0.2/32' } }, 2, 3],
    ['a prefix', { host: { prefix: '10.2.0.0/16' } }, 3, 4],
    ['part of a name, in any case', { host: { text: 'resolver_' } }, 1, 2],
    ['the beginning of an address', { host: { text: '10.9.' } }, 1, 2],
    ['text with wildcards of SQL', { host: { text: '%' } }, 0, 0],
    ['a status', { statuses: ['unreviewed'] }, 3, 4],
    ['two statuses', { statuses: ['violation', 'approved'] }, 0, 0],
    ['days', { from: '2026-10-02', to: '2026-10-05' }, 1, 2],
    [
      'a bundle',
      {
        bundle: { source: 'zone-2', target: 'zone-1', directed: true, service: 6 * 65_536 + 22, status: 'unreviewed' },
      },
      1,
      2,
    ],
    [
      'a bundle of a zone that is gone',
      { bundle: { source: 'zone-9', target: 'zone-1', directed: true, service: 'infra', status: 'unreviewed' } },
      0,
      0,
    ],
    [
      'all at once',
      { zone: 2, host: { text: '10.2' }, services: [{ protocol: 6, port: 443 }], from: '2026-10-01' },
      1,
      2,
    ],
  ])('%s', async (_, filter, relationships, hosts) => {
    const { counts } = await graph(filter);
    expect([counts.relationships, counts.hosts]).toEqual([relationships, hosts]);
  });

  it('lists hosts within the budget, those that need a person first, and counts all', async () => {
    await seedCategories(db, { '10.1.0.1': 'CDE_CHD', '10.2.0.1': 'CONNECTED' });
    const { hosts, counts, zones } = await graph({}, { ...BUDGET, hosts: 2 });
    expect(hosts.map((host) => host.address)).toEqual(['10.1.0.1', '10.2.0.1']);
    expect(counts.hosts).toBe(4);
    expect(zones).toMatchObject([{ hostCount: 1, prefixes: ['10.1.0.0/16'] }, { hostCount: 2 }]);
  });
});
