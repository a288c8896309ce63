import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase, freshDatabase, seedCategories, seedRelationship, TESTER } from '../testing/index.ts';
import { approve } from './approvals.ts';
import { loadGraph } from './graph.ts';
import type { ViewFilter } from './relationship-view.ts';
import { loadZoneMatrix } from './zone-matrix.ts';
import { createZone } from './zones.ts';

const { db } = await freshDatabase();
const BUDGET = { hosts: 1, namedPairs: 1 };

beforeEach(async () => {
  await emptyDatabase(db);
  for (const [name, claim, prefix] of [
    ['Vault', 'cde', '10.1.0.0/16'],
    ['Store', 'connected', '10.2.0.0/16'],
    ['Office', 'out-of-scope', '10.3.0.0/16'],
  ] as const)
    await createZone(db, { name, claim, description: '', prefixes: [prefix] }, TESTER);
  const given = { businessNeed: 'cards', approvedBy: 'Ann', origin: 'test', protocol: 6 };
  await approve(db, { ...given, sourceZoneId: 2, targetZoneId: 1, port: 443, expiresAt: null });
  await approve(db, { ...given, sourceZoneId: 1, targetZoneId: 2, port: 22, expiresAt: null });
  await approve(db, { ...given, sourceZoneId: 2, targetZoneId: 3, port: 22, expiresAt: new Date('2020-01-01') });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443, octets: 5 });
  await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.1', port: 443, octets: 7 });
  await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.1', port: 1433 });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.1.0.1', port: 22 });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.2.0.1', port: 4000, clientPort: 5000 });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.3.0.1', port: 6000, clientPort: 7000 });
  await seedRelationship(db, { client: '8.8.8.8', server: '10.3.0.1', port: 443, days: ['2026-10-09'] });
  await seedCategories(db, {
    '10.1.0.1': 'CDE_CHD',
    '10.2.0.1': 'CONNECTED',
    '10.2.0.2': 'CONNECTED',
    '10.3.0.1': 'OUT_OF_SCOPE',
  });
});

describe('the zone matrix', () => {
  it('counts services and relationships per pair by status, and approvals that nothing uses', async () => {
    const { cells } = await loadZoneMatrix(db, {});
    const pair = (source: string, target: string) =>
      cells.find((cell) => cell.source === source && cell.target === target);
    expect(pair('zone-2', 'zone-1')).toEqual({
      source: 'zone-2',
      target: 'zone-1',
      services: 2,
      relationships: 3,
      violation: 0,
      unreviewed: 1,
      approved: 2,
      ordinary: 0,
      undirected: 0,
      flows: 3,
      octets: 112,
      approvals: 1,
    });
    expect(pair('zone-3', 'zone-1')).toMatchObject({ relationships: 1, violation: 1, approvals: 0 });
    expect(pair('zone-1', 'zone-2')).toMatchObject({ relationships: 0, services: 0, approvals: 1 });
    expect(pair('unassigned-internet', 'zone-3')).toMatchObject({ relationships: 1 });
  });

  it('puts what has no direction into one cell of the pair and says how many they are', async () => {
    const { cells } = await loadZoneMatrix(db, {});
    expect(
      cells.filter((cell) => cell.undirected > 0).map(({ source, target, undirected }) => [source, target, undirected]),
    ).toEqual([['zone-2', 'zone-3', 2]]);
  });

  it.each<[string, ViewFilter]>([
    ['everything', {}],
    ['one zone', { zone: 3 }],
    ['a period', { from: '2026-10-05' }],
    ['a status', { statuses: ['violation'] }],
    ['nothing', { host: { text: '1.1.1.1' } }],
  ])('adds up to what the map counts: %s', async (_, filter) => {
    const matrix = await loadZoneMatrix(db, filter);
    const graph = await loadGraph(db, filter, BUDGET);
    const sum = (of: 'relationships' | 'violation' | 'unreviewed') =>
      matrix.cells.reduce((all, cell) => all + cell[of], 0);
    expect(matrix.counts).toEqual(graph.counts);
    expect([sum('relationships'), sum('violation'), sum('unreviewed')]).toEqual([
      graph.counts.relationships,
      graph.counts.violations,
      graph.counts.unreviewed,
    ]);
    expect([matrix.zones, matrix.unassigned]).toEqual([graph.zones, graph.unassigned]);
  });
});
