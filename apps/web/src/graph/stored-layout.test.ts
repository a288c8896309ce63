import { StoredMapLayout } from '@scopemap/contract';
import { layoutMap } from '@scopemap/map-layout';
import { expect, test } from 'vitest';
import { sameJson } from './same-json.ts';
import { sampleGraph } from './testing/sample-graph.ts';
import { toMapInput } from './to-map-input.ts';

const input = toMapInput(sampleGraph());
const { stored } = layoutMap(input, { level: 'hosts', stored: layoutMap(input, { level: 'zones' }).stored });

test('the contract takes what the layout wants to have stored, and gives it back', () => {
  const parsed = StoredMapLayout.parse(JSON.parse(JSON.stringify(stored)));
  expect(sameJson(parsed, stored)).toBe(true);
});

test.each(['hosts', 'zones'] as const)('laying out again what is stored leaves nothing to store: %s', (level) => {
  expect(sameJson(layoutMap(input, { level, stored }).stored, stored)).toBe(true);
});

test.each([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: 1 }, { a: 1, b: null }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
  [{ a: undefined }, { b: 1 }, false],
])('%j and %j', (a, b, same) => {
  expect(sameJson(a, b)).toBe(same);
});
