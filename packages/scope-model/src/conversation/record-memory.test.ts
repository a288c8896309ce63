import { expect, test } from 'vitest';
import { RecordMemory } from './record-memory.ts';

const BOUND = 8192;
const print = (i: number) => [Math.imul(i, 0x9e37_79b9), Math.imul(i, 0x85eb_ca6b)] as const;

test('knows the latest records, as many as its bound, and forgets old ones', () => {
  const memory = new RecordMemory(BOUND);
  for (let i = 0; i < BOUND * 3; i++) {
    expect(memory.isKnown(...print(i))).toBe(false);
    if (i >= BOUND - 1) expect(memory.isKnown(...print(i - BOUND + 1))).toBe(true);
  }
  expect(memory.isKnown(...print(0))).toBe(false);
});

test.each([
  [0, 0],
  [0, 5],
  [-1, -1],
])('tells %i, %i from others', (a, b) => {
  const memory = new RecordMemory(BOUND);
  expect([memory.isKnown(a, b), memory.isKnown(a, b), memory.isKnown(a, b + 1)]).toEqual([false, true, false]);
});
