import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantText } from './instant-text.ts';

test('writes every time as Date does', () => {
  fc.assert(
    fc.property(fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }), fc.nat({ max: 100_000 }), (time, later) => {
      expect(instantText(time)).toBe(new Date(time).toISOString());
      const recent = 1_790_000_000_000 + later;
      expect(instantText(recent)).toBe(new Date(recent).toISOString());
    }),
  );
});

test.each([0, 999, 59_999, 60_000, 1_790_000_000_000.7, 253_402_300_799_999, 253_402_300_800_000, -1])('%d', (time) => {
  expect(instantText(time)).toBe(new Date(time).toISOString());
});

test('no time is refused', () => {
  expect(() => instantText(Number.NaN)).toThrow(RangeError);
});
