import type { Point } from '@scopemap/map-layout';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSegments } from './edge-segments.ts';

/** The points that Cytoscape draws, by its formula: along the line by the weight, then across it by the distance. */
function drawn(points: readonly Point[]): readonly Point[] {
  const segments = toSegments(points);
  const [first, last] = [points[0], points.at(-1)];
  if (!segments || !first || !last) return [];
  const dx = last.x - first.x;
  const dy = last.y - first.y;
  const length = Math.hypot(dx, dy);
  const distances = segments.distances.split(' ').map(Number);
  return segments.weights.split(' ').map((text, index) => {
    const weight = Number(text);
    const distance = distances[index] ?? Number.NaN;
    return {
      x: first.x + dx * weight + (-dy / length) * distance,
      y: first.y + dy * weight + (dx / length) * distance,
    };
  });
}

describe('toSegments', () => {
  it.each<[string, Point[]]>([
    ['no points', []],
    [
      'a straight line',
      [
        { x: 0, y: 0 },
        { x: 9, y: 0 },
      ],
    ],
    [
      'a loop without length',
      [
        { x: 0, y: 0 },
        { x: 5, y: 5 },
        { x: 0, y: 0 },
      ],
    ],
  ])('has nothing for %s', (_, points) => {
    expect(toSegments(points)).toBeUndefined();
  });

  it('is relative to the line between the ends', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 50, y: 40 },
      { x: 100, y: 40 },
    ];
    for (const [index, point] of drawn(points).entries()) {
      expect(point.x).toBeCloseTo(points[index + 1]?.x ?? Number.NaN, 2);
      expect(point.y).toBeCloseTo(points[index + 1]?.y ?? Number.NaN, 2);
    }
  });

  it('draws every way point where it is', () => {
    const coordinate = fc.integer({ min: -2000, max: 2000 });
    const point = fc.record({ x: coordinate, y: coordinate });
    const apart = (points: readonly Point[]) => {
      const [first, last] = [points[0], points.at(-1)];
      return first !== undefined && last !== undefined && Math.hypot(last.x - first.x, last.y - first.y) > 1;
    };
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 8 }).filter(apart), (points) => {
        for (const [index, { x, y }] of drawn(points).entries()) {
          expect(Math.abs(x - (points[index + 1]?.x ?? 0))).toBeLessThan(0.1);
          expect(Math.abs(y - (points[index + 1]?.y ?? 0))).toBeLessThan(0.1);
        }
      }),
    );
  });
});
