import { describe, expect, test } from 'vitest';
import { ExporterClock } from './exporter-clock.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function placed(clock: ExporterClock, exporter: string, start: number, end: number, receivedAt = NOW) {
  const times = { start, end };
  const corrected = clock.correct(times, exporter, receivedAt);
  return { ...times, corrected };
}

describe('a clock is believed', () => {
  test.each([
    ['just now', -2_000, -1_000],
    ['a little ahead', 0, HOUR],
    ['late by six days', -6 * DAY, -6 * DAY + 5],
    ['a flow of a week', -7 * DAY, 0],
  ])('%s', (_, start, end) => {
    const times = { start: NOW + start, end: NOW + end };
    expect(placed(new ExporterClock(), 'a', times.start, times.end)).toEqual({ ...times, corrected: false });
  });

  test('and what a record does not say stays unknown', () => {
    const unknown = { start: Number.NaN, end: Number.NaN };
    expect(placed(new ExporterClock(), 'a', unknown.start, unknown.end)).toEqual({ ...unknown, corrected: false });
  });
});

describe('a clock that is wrong', () => {
  test.each([
    ['of 1970', 0],
    ['of the future', NOW + 2 * DAY],
  ])('%s moves to the time of receipt, by the same for all flows of the exporter', (_, time) => {
    const clock = new ExporterClock();
    expect(placed(clock, 'a', time - 500, time)).toEqual({ start: NOW - 500, end: NOW, corrected: true });
    const later = placed(clock, 'a', time + 100, time + 900, NOW + 1_300);
    expect(later).toEqual({ start: NOW + 100, end: NOW + 900, corrected: true });
  });

  test('of one exporter does not move another', () => {
    const clock = new ExporterClock();
    placed(clock, 'a', 0, 0);
    expect(placed(clock, 'b', 5, 10)).toEqual({ start: NOW - 5, end: NOW, corrected: true });
  });

  test.each([
    ['after its end', 1],
    ['weeks before its end', -30 * DAY],
    ['beyond all calendars', 2 ** 53],
  ])('a start %s is its end', (_, start) => {
    expect(placed(new ExporterClock(), 'a', NOW + start, NOW)).toEqual({ start: NOW, end: NOW, corrected: true });
  });

  test('that jumps is placed anew', () => {
    const clock = new ExporterClock();
    placed(clock, 'a', 0, 0);
    const jumped = placed(clock, 'a', Number.NaN, 40 * DAY);
    expect(jumped).toEqual({ start: Number.NaN, end: NOW, corrected: true });
  });
});
