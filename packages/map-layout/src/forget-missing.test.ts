import { expect, test } from 'vitest';
import { forgetMissing } from './forget-missing.ts';
import { layoutMap } from './layout-map.ts';
import { randomNetwork } from './testing/random-network.ts';
import { retailer } from './testing/retailer.ts';

test('a deleted zone keeps its place until it is forgotten', () => {
  const whole = retailer();
  const before = layoutMap(whole, { level: 'zones' });
  const fewer = { ...whole, zones: whole.zones.filter((zone) => zone.id !== 'guest') };
  const held = layoutMap(fewer, { level: 'zones', stored: before.stored });
  const top = (geometry: typeof held, id: string) => geometry.zones.find((zone) => zone.id === id)?.rect.y ?? 0;
  expect(top(held, 'corp')).toBe(top(before, 'corp'));
  const closed = layoutMap(fewer, { level: 'zones', stored: forgetMissing(before.stored, fewer) });
  expect(closed.stored.lanes['out-of-scope'].map((zone) => zone.id)).toEqual(['dev', 'corp']);
  expect(top(closed, 'corp')).not.toBe(top(before, 'corp'));
});

test('routes of lines that are gone are dropped, those of others stay', () => {
  const network = retailer();
  const { stored } = layoutMap(network, { level: 'zones' });
  const gone = 'corp>vault>5432/tcp postgres>violation';
  expect(stored.routes).toHaveProperty([gone]);
  const fewer = { ...network, bundles: network.bundles.filter((bundle) => bundle.id !== gone) };
  const { [gone]: dropped, ...rest } = stored.routes;
  expect(dropped).toBeDefined();
  expect(forgetMissing(stored, fewer).routes).toEqual(rest);
});

test('the box of folded zones stays as long as one of them exists', () => {
  const network = randomNetwork({ seed: 4, zones: 30, hosts: 0, bundles: 0, exceptions: 0 });
  const { stored, zones } = layoutMap(network, { level: 'zones' });
  const folded = zones.filter((zone) => zone.id.startsWith('folded:')).map((zone) => zone.id);
  expect(folded.length).toBeGreaterThan(0);
  const kept = Object.values(forgetMissing(stored, network).lanes).flat();
  expect(kept.map((zone) => zone.id)).toEqual(expect.arrayContaining(folded));
  const open = new Set(zones.flatMap((zone) => (zone.id.startsWith('folded:') ? [] : zone.zones)));
  const without = { ...network, zones: network.zones.filter((zone) => open.has(zone.id)) };
  const left = Object.values(forgetMissing(stored, without).lanes).flat();
  expect(left.some((zone) => zone.id.startsWith('folded:'))).toBe(false);
});
