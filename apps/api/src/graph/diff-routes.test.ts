import { Graph, GraphDiff } from '@scopemap/contract';
import { emptyDatabase, seedCategories, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
const PERIODS = 'from=2026-10-11&to=2026-10-20&cmpFrom=2026-10-01&cmpTo=2026-10-10';
const diff = async (query = '') => GraphDiff.parse((await call('GET', `/api/graph/diff?${PERIODS}${query}`)).body);
const BOTH = ['2026-10-05', '2026-10-15'];

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
  await call('POST', '/api/zones', { name: 'Office', claim: 'out-of-scope', prefixes: ['10.2.0.0/24'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 443, days: BOTH });
  await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.5', port: 443, days: ['2026-10-15'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 22, days: ['2026-10-12'] });
  await seedRelationship(db, { client: '10.2.0.3', server: '10.1.0.6', port: 3306, days: ['2026-10-03'] });
});

describe('the difference of two periods', () => {
  it('counts and lists what is only in one of them', async () => {
    const { counts, hosts, bundles, compared } = await diff();
    expect(compared).toEqual({ from: '2026-10-01', to: '2026-10-10' });
    expect(counts).toEqual({
      relationshipsAdded: 2,
      relationshipsRemoved: 1,
      hostsAdded: 1,
      hostsRemoved: 2,
      categoriesChanged: 0,
    });
    expect(hosts.map(({ address, change, zone }) => [address, change, zone])).toEqual([
      ['10.2.0.2', 'added', 'zone-2'],
      ['10.1.0.6', 'removed', 'zone-1'],
      ['10.2.0.3', 'removed', 'zone-2'],
    ]);
    expect(bundles.map(({ id, change, added, removed, kept }) => [id, change, added, removed, kept])).toEqual([
      ['zone-2>zone-1|22-6|violation', 'added', 1, 0, 0],
      ['zone-2>zone-1|443-6|violation', 'changed', 1, 0, 1],
      ['zone-2>zone-1|3306-6|violation', 'removed', 0, 1, 0],
    ]);
  });

  it('names the bundles of the two graphs', async () => {
    const ids = async (query: string) =>
      Graph.parse((await call('GET', `/api/graph?${query}`)).body).bundles.map(({ id }) => id);
    const now = await ids('from=2026-10-11&to=2026-10-20');
    const before = await ids('from=2026-10-01&to=2026-10-10');
    const { bundles } = await diff();
    const by = (change: string) => bundles.filter((each) => each.change === change).map(({ id }) => id);
    expect(now.filter((id) => !before.includes(id))).toEqual(by('added'));
    expect(before.filter((id) => !now.includes(id))).toEqual(by('removed'));
  });

  it('obeys the filter on both sides', async () => {
    expect((await diff('&q=port:443')).counts).toMatchObject({ relationshipsAdded: 1, relationshipsRemoved: 0 });
    expect((await diff('&q=bytes>99999999')).bundles).toEqual([]);
  });

  it('tells a change of category only where something was classified in time', async () => {
    await db
      .updateTable('host')
      .set({ first_seen: new Date('2026-10-01') })
      .execute();
    const hosts = { '10.2.0.1': 'UNDETERMINED', '10.1.0.5': 'CDE_CHD' } as const;
    await seedCategories(db, hosts, { factsAt: new Date('2026-10-14') });
    await seedCategories(db, { ...hosts, '10.2.0.1': 'CONNECTED' }, { factsAt: new Date('2026-10-16') });
    expect(await diff()).toMatchObject({ categoriesKnown: false, counts: { categoriesChanged: 0 } });
    const later = GraphDiff.parse(
      (await call('GET', '/api/graph/diff?from=2026-10-15&to=2026-10-20&cmpFrom=2026-10-11&cmpTo=2026-10-14')).body,
    );
    expect(later).toMatchObject({ categoriesKnown: true, counts: { categoriesChanged: 1 } });
    expect(later.hosts.find(({ address }) => address === '10.2.0.1')).toMatchObject({
      change: 'changed',
      before: 'UNDETERMINED',
      after: 'CONNECTED',
    });
  });

  it('compares with the window of a snapshot, at its moment', async () => {
    const { body } = await call<{ id: string }>('POST', '/api/snapshots', { reason: 'before the change' });
    const answer = await call('GET', `/api/graph/diff?cmpSnapshot=${body.id}`);
    expect(GraphDiff.parse(answer.body).counts.relationshipsAdded).toBe(0);
  });

  it.each([
    ['', 400],
    ['?cmpFrom=2026-10-10&cmpTo=2026-10-01', 400],
    ['?cmpSnapshot=00000000-0000-4000-8000-000000000000', 404],
  ])('refuses "%s"', async (query, status) => {
    expect((await call('GET', `/api/graph/diff${query}`)).status).toBe(status);
  });
});
