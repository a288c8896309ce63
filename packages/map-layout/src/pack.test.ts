import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from './pack.ts';

const free = (ideal: number) => ({ ideal, low: 0, high: 100 });

test.each([
  ['nothing', [], [], []],
  ['one wish', [free(40)], [], [40]],
  ['wishes far apart', [free(10), free(50)], [20], [10, 50]],
  ['equal wishes spread around their middle', [free(50), free(50)], [20], [40, 60]],
  ['order beats wishes', [free(60), free(40)], [20], [40, 60]],
  ['the edge pushes back', [free(0), free(0)], [20], [0, 20]],
  ['what does not fit', [free(0), free(0)], [120], undefined],
] as const)('%s', (_, wishes, gaps, places) => {
  expect(pack(wishes, gaps)).toEqual(places);
});

test('places keep their order, gaps and bounds', () => {
  const item = fc.record({ ideal: fc.integer({ min: -50, max: 150 }), gap: fc.integer({ min: 0, max: 12 }) });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 9 }), (items) => {
      const gaps = items.slice(1).map((each) => each.gap);
      const places = pack(
        items.map((each) => free(each.ideal)),
        gaps,
      );
      expect(places).toHaveLength(items.length);
      for (const [index, gap] of gaps.entries()) {
        expect((places?.[index + 1] ?? 0) - (places?.[index] ?? 0)).toBeGreaterThanOrEqual(gap - 1e-6);
      }
      expect(Math.min(...(places ?? []))).toBeGreaterThanOrEqual(-1e-6);
      expect(Math.max(...(places ?? []))).toBeLessThanOrEqual(100 + 1e-6);
    }),
  );
});
