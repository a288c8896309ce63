import { expect, test } from 'vitest';
import { hashText, seededRandom } from './seeded-random.ts';

// Vectors of the FNV reference (draft-eastlake-fnv, 32-bit FNV-1a).
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('hashText(%j)', (text, hash) => {
  expect(hashText(text)).toBe(hash);
});

test('numbers repeat for a seed, stay in [0, 1) and spread evenly', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 20_000 }, () => random());
  };
  const numbers = draw(7);
  expect(draw(7)).toEqual(numbers);
  expect(draw(8)).not.toEqual(numbers);
  expect(numbers.filter((n) => n < 0 || n >= 1)).toEqual([]);
  for (let tenth = 0; tenth < 10; tenth++) {
    expect(Math.abs(numbers.filter((n) => Math.floor(n * 10) === tenth).length - 2_000)).toBeLessThan(200);
  }
});
