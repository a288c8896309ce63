import { expect, test } from 'vitest';
import { clearWithin } from './separation.ts';

test.each([
  ['free', 50, [], undefined, 40, 60, 50],
  ['far from the others', 50, [44, 57], undefined, 40, 60, 50],
  ['moves to the nearest free height', 50, [51], undefined, 40, 60, 47],
  ['the same line may meet itself', 50, [], 53, 40, 60, 53],
  ['but not through another line', 50, [53], 53, 40, 60, 49],
  ['comes closer where there is little room', 50, [50], undefined, 49, 51, 49],
  ['and finds a way where there is hardly any', 50, [50], undefined, 50, 50.08, 50.04],
] as const)('%s', (_, wanted, others, own, low, high, expected) => {
  expect(clearWithin(wanted, others, own, low, high)).toBeCloseTo(expected, 6);
});
