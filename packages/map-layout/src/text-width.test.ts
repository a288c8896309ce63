import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitText, textWidth } from './text-width.ts';

// Advances of Inter 4 at 1000 px without kerning, as a browser measures them.
test.each([
  ['', 'regular', 0],
  ['W', 'regular', 949],
  ['il', 'regular', 474],
  ['W', 'bold', 1007],
  ['→', 'bold', 955],
  ['サ', 'regular', 1020],
] as const)('%j %s is %d wide', (text, weight, width) => {
  expect(textWidth(text, 1000, weight)).toBe(width);
});

test('all digits are equally wide', () => {
  const widths = [...'0123456789'].map((digit) => textWidth(digit, 10, 'regular'));
  expect(new Set(widths).size).toBe(1);
});

test.each([
  ['vault-db-03', 200, 'vault-db-03'],
  ['vault-db-03', 40, 'vault-…'],
  ['Card vault', 36, 'Card…'],
  ['vault', 3, ''],
])('%s in %d px is %j', (text, room, shown) => {
  expect(fitText(text, 10, 'regular', room)).toBe(shown);
});

test('what fits is never wider than its room and begins like the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 300 }), (text, room) => {
      const shown = fitText(text, 11, 'bold', room);
      expect(textWidth(shown, 11, 'bold')).toBeLessThanOrEqual(room);
      expect(text.startsWith(shown.replace(/…$/, ''))).toBe(true);
    }),
  );
});
