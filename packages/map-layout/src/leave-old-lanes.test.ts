import { expect, test } from 'vitest';
import { layoutMap } from './layout-map.ts';
import { retailer } from './testing/retailer.ts';

const moved = (id: string) => {
  const network = retailer();
  return {
    ...network,
    zones: network.zones.map((zone) => (zone.id === id ? { ...zone, lane: 'connected' as const } : zone)),
  };
};

test('a zone of another category leaves its lane, and leaves no hole in it', () => {
  const before = layoutMap(retailer(), { level: 'zones' });
  const after = layoutMap(moved('corp'), { level: 'zones', stored: before.stored });
  expect(after.zones.find(({ id }) => id === 'corp')?.lane).toBe('connected');
  expect(after.stored.lanes['out-of-scope'].map(({ id }) => id)).not.toContain('corp');
  expect(after.stored.lanes.connected.filter(({ id }) => id === 'corp')).toHaveLength(1);
  const others = (geometry: typeof after) =>
    geometry.zones.filter(({ lane }) => lane === 'cde').map(({ id, rect }) => [id, rect.x]);
  expect(others(after)).toEqual(others(before));
});

test('a zone that only a filter leaves out keeps its place', () => {
  const { stored } = layoutMap(retailer(), { level: 'zones' });
  const network = retailer();
  const without = { ...network, zones: network.zones.filter(({ id }) => id !== 'corp') };
  expect(layoutMap(without, { level: 'zones', stored }).stored.lanes['out-of-scope'].map(({ id }) => id)).toContain(
    'corp',
  );
});
