import { describe, expect, test } from 'vitest';
import { DAY, HOUR, momentsOnDay, onceMoment } from './occurrences.ts';
import type { Schedule } from './schedule.ts';

/** Monday, 7 September 2026. */
const MONDAY = Date.UTC(2026, 8, 7) / DAY;

function perWeekday(schedule: Schedule, scale = 1): number[] {
  return Array.from({ length: 7 }, (_, i) => momentsOnDay('a>b/443/tcp', schedule, MONDAY + i, scale).length);
}

describe('schedules', () => {
  const cases: readonly { schedule: Schedule; scale?: number; counts: number[] }[] = [
    { schedule: { kind: 'business', perDay: 2 }, counts: [2, 2, 2, 2, 2, 0, 0] },
    { schedule: { kind: 'store', perDay: 3 }, counts: [3, 3, 3, 3, 3, 3, 3] },
    { schedule: { kind: 'continuous', perDay: 1 }, scale: 4, counts: [4, 4, 4, 4, 4, 4, 4] },
    { schedule: { kind: 'hourly' }, scale: 0.01, counts: [24, 24, 24, 24, 24, 24, 24] },
    { schedule: { kind: 'nightly', hour: 2 }, scale: 5, counts: [1, 1, 1, 1, 1, 1, 1] },
    { schedule: { kind: 'weekly', weekday: 0, hour: 2 }, counts: [0, 0, 0, 0, 0, 0, 1] },
    { schedule: { kind: 'once', daysBeforeEnd: 3 }, counts: [0, 0, 0, 0, 0, 0, 0] },
  ];
  test.each(cases)('$schedule at scale $scale', ({ schedule, scale, counts }) => {
    expect(perWeekday(schedule, scale)).toEqual(counts);
  });

  test('half a time a day means every other day, and a tiny scale still once in five days', () => {
    const half = perWeekday({ kind: 'continuous', perDay: 0.5 });
    expect(half.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(3);
    const tiny = Array.from(
      { length: 30 },
      (_, i) => momentsOnDay('a>b/443/tcp', { kind: 'business', perDay: 1 }, MONDAY + i, 0.001).length,
    );
    expect(tiny.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(4);
  });

  test('moments lie on their day, sorted, in office hours', () => {
    const moments = momentsOnDay('a>b/443/tcp', { kind: 'business', perDay: 50 }, MONDAY, 1);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(moments.filter((moment) => moment < MONDAY * DAY + 6 * HOUR || moment > MONDAY * DAY + 17 * HOUR)).toEqual(
      [],
    );
  });

  test('the month-end job falls into every window of thirty days', () => {
    const first = Date.UTC(2024, 0, 1) / DAY;
    const days = Array.from(
      { length: 1_500 },
      (_, i) => momentsOnDay('x', { kind: 'month-end', hour: 23 }, first + i, 1).length,
    );
    for (let i = 0; i + 29 < days.length; i++) expect(days.slice(i, i + 29).includes(1), `window ${i}`).toBe(true);
  });

  test('different relationships do not move in step', () => {
    const schedule: Schedule = { kind: 'continuous', perDay: 1 };
    const ids = Array.from({ length: 200 }, (_, i) => `host-${i}>b/443/tcp`);
    expect(new Set(ids.map((id) => momentsOnDay(id, schedule, MONDAY, 1)[0])).size).toBeGreaterThan(195);
  });

  test('a single event counts back from the end', () => {
    expect(onceMoment(2, 10 * DAY)).toBe(8 * DAY + 617_000);
  });
});
