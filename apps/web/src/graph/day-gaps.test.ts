import { describe, expect, it } from 'vitest';
import { dayGaps, gapSummary, gapText } from './day-gaps.ts';

const heard = (exporterId: number, day: string, lost = 0) => ({
  exporterId,
  day,
  minutes: 10,
  records: 5,
  lost,
  undecodableSets: 0,
});
const list = {
  from: '2026-09-01',
  to: '2026-09-04',
  days: [
    heard(1, '2026-09-01'),
    heard(1, '2026-09-02'),
    heard(2, '2026-09-02', 3),
    heard(2, '2026-09-04'),
    heard(1, '2026-09-04'),
  ],
};
const NAMES = new Map([
  [1, 'core'],
  [2, 'edge'],
]);

describe('gaps of the evidence', () => {
  const gaps = dayGaps(list);

  it('are days on which an exporter that was heard before is silent, or loses records', () => {
    expect([...gaps]).toEqual([
      ['2026-09-02', { silent: [], losing: [2] }],
      ['2026-09-03', { silent: [1, 2], losing: [] }],
    ]);
  });

  it.each([
    [{ silent: [1, 2], losing: [] }, 'core and edge silent'],
    [{ silent: [1], losing: [2] }, 'core silent; edge lost records'],
    [{ silent: [1, 2, 3, 4], losing: [] }, 'core, edge and 2 more silent'],
    [{ silent: [9], losing: [] }, 'exporter 9 silent'],
  ])('are said with names: %j', (gap, text) => {
    expect(gapText(gap, NAMES)).toBe(text);
  });

  const bar = (day: string, flows = 1, days = 1) => ({ day, lastDay: day, flows, days });
  it.each([
    [[bar('2026-09-01')], 'every exporter heard on every day'],
    [[bar('2026-09-01'), bar('2026-09-02'), bar('2026-09-03')], '2 days with gaps of an exporter'],
    [[bar('2026-09-01', 0, 20)], '20 days without flows'],
    [[bar('2026-08-31')], 'flows on every day'],
  ])('of %j: %s', (chosen, text) => {
    expect(gapSummary(chosen, gaps, list)).toBe(text);
  });

  it('says no more than is known where nothing is known of exporters', () => {
    expect(gapSummary([bar('2026-09-01')], new Map(), undefined)).toBe('flows on every day');
  });
});
