import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aFlow } from '../testing/flows.ts';
import { ObservationPoints } from './observation-points.ts';

const number32 = fc.oneof(fc.nat({ max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const hints = fc.record({ direction: fc.nat({ max: 1 }), inputIf: number32, outputIf: number32 }, { requiredKeys: [] });

it('gives two records the same name only when domain, direction and interfaces are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number32, hints), { maxLength: 60 }), (records) => {
      const points = new ObservationPoints();
      for (const [domain, extra] of [...records, ...records]) {
        const { direction, inputIf, outputIf } = extra;
        expect(points.nameOf(aFlow({ domain, extra }))).toBe(`${domain}|${direction}|${inputIf}|${outputIf}`);
      }
    }),
  );
});
