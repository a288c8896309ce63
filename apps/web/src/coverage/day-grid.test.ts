import type { ExporterDay } from '@scopemap/contract';
import { expect, it } from 'vitest';
import { dayLabel, dayState, daysBetween, heardShare } from './day-grid.ts';

const day = (change: Partial<ExporterDay> = {}): ExporterDay => ({
  exporterId: 1,
  day: '2026-10-25',
  minutes: 720,
  records: 1,
  lost: 0,
  undecodableSets: 0,
  ...change,
});

it('lists every day, over the end of a month too', () => {
  expect(daysBetween('2026-10-30', '2026-11-02')).toEqual(['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02']);
});

it.each([
  [undefined, 'gap', 0, /nothing received$/],
  [day(), 'heard', 0.5, /heard in 720 of 1,440 minutes$/],
  [day({ lost: 1200 }), 'loss', 0.5, /minutes, 1,200 lost$/],
  [day({ undecodableSets: 2 }), 'loss', 0.5, /2 sets not decoded$/],
])('never calls a day whole that is not: %#', (given, state, share, label) => {
  expect([dayState(given), heardShare(given)]).toEqual([state, share]);
  expect(dayLabel('2026-10-25', given)).toMatch(label);
});
