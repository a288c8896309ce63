import { expect, test } from 'vitest';
import { isSamePoint, type ObservationPoint, ObservationPoints } from './observation-points.ts';

const POINT: ObservationPoint = { exporter: '192.0.2.1', domain: 1, direction: 0, inputIf: 1, outputIf: 2 };

const OTHERS: readonly ObservationPoint[] = [
  { ...POINT, exporter: '192.0.2.2' },
  { ...POINT, domain: 2 },
  { ...POINT, direction: 1 },
  { ...POINT, direction: null },
  { ...POINT, inputIf: null, outputIf: null },
  { ...POINT, inputIf: 2, outputIf: 1 },
  { ...POINT, inputIf: 2 ** 40 },
];

test('a point has one number, and each other point another', () => {
  const points = new ObservationPoints(7);
  expect([POINT, ...OTHERS, { ...POINT }].map((point) => points.of(point))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0]);
  expect(points.point(1)).toEqual(OTHERS[0]);
});

test('ever new points are told apart, and after a new beginning as well', () => {
  const points = new ObservationPoints(7);
  for (let i = 0; i < 3000; i++) expect(points.of({ ...POINT, outputIf: i })).toBe(i);
  const before = [points.hashA[5], points.hashB[5]];
  points.clear();
  expect(points.of({ ...POINT, outputIf: 5 })).toBe(0);
  expect([points.hashA[0], points.hashB[0]]).toEqual(before);
  expect(isSamePoint(points.point(0), { ...POINT, outputIf: 5 })).toBe(true);
});
