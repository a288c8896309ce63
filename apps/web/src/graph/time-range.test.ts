import { describe, expect, it } from 'vitest';
import { moveEnd, periodToRange, rangeToPeriod, toBars } from './time-range.ts';

const DAYS = toBars([
  { day: '2026-09-03', flows: 3 },
  { day: '2026-09-01', flows: 1 },
]);

describe('toBars', () => {
  it('shows a day without flows as a gap', () => {
    expect(DAYS.map(({ day, flows }) => [day, flows])).toEqual([
      ['2026-09-01', 1],
      ['2026-09-02', 0],
      ['2026-09-03', 3],
    ]);
    expect(toBars([])).toEqual([]);
  });

  it('draws a long time without flows as one bar, so that nothing old is cut off', () => {
    const bars = toBars([
      { day: '2016-11-11', flows: 1 },
      { day: '2026-09-01', flows: 2 },
    ]);
    expect(bars.map(({ day, lastDay }) => [day, lastDay])).toEqual([
      ['2016-11-11', '2016-11-11'],
      ['2016-11-12', '2026-08-31'],
      ['2026-09-01', '2026-09-01'],
    ]);
    expect(bars[1]?.days).toBe(3580);
    expect(rangeToPeriod(bars, { first: 0, last: 1 })).toEqual({ from: '2016-11-11', to: '2026-08-31' });
    expect(periodToRange(bars, '2020-01-01', null)).toEqual({ first: 1, last: 2 });
  });
});

describe('periodToRange', () => {
  it.each([
    [null, null, { first: 0, last: 2 }],
    ['2026-09-02', null, { first: 1, last: 2 }],
    ['2026-08-01', '2026-09-01', { first: 0, last: 0 }],
    ['2026-10-01', null, undefined],
    [null, '2026-08-01', undefined],
  ])('%s to %s', (from, to, expected) => {
    expect(periodToRange(DAYS, from, to)).toEqual(expected);
  });
});

describe('rangeToPeriod', () => {
  it('is no restriction when it covers everything', () => {
    expect(rangeToPeriod(DAYS, { first: 0, last: 2 })).toEqual({ from: null, to: null });
  });

  it('takes a range drawn from right to left', () => {
    expect(rangeToPeriod(DAYS, { first: 2, last: 1 })).toEqual({ from: '2026-09-02', to: '2026-09-03' });
  });
});

describe('moveEnd', () => {
  it.each([
    ['ArrowLeft', 5, 4],
    ['ArrowRight', 29, 29],
    ['PageDown', 3, 0],
    ['PageUp', 3, 10],
    ['Home', 9, 0],
    ['End', 9, 29],
    ['x', 9, undefined],
  ])('%s from %d', (key, index, expected) => {
    expect(moveEnd(key, index, 30)).toBe(expected);
  });
});
