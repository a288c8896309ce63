import { describe, expect, test } from 'vitest';
import { ExporterClock } from './exporter-clock.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a clock is believed', () => {
  test.each([
    ['just now', -2_000, -1_000],
    ['a little ahead', 0, HOUR],
    ['late by six days', -6 * DAY, -6 * DAY + 5],
    ['a flow of a week', -7 * DAY, 0],
  ])('%s', (_, start, end) => {
    const times = { start: NOW + start, end: NOW + end };
    expect(new ExporterClock().place('a', times, NOW)).toEqual({ ...times, corrected: false });
  });

  test('and what a record does not say stays unknown', () => {
    expect(new ExporterClock().place('a', { start: null, end: null }, NOW)).toEqual({
      start: null,
      end: null,
      corrected: false,
    });
  });
});

describe('a clock that is wrong', () => {
  test.each([
    ['of 1970', 0],
    ['of the future', NOW + 2 * DAY],
  ])('%s moves to the time of receipt, by the same for all flows of the exporter', (_, clock) => {
    const exporter = new ExporterClock();
    expect(exporter.place('a', { start: clock - 500, end: clock }, NOW)).toEqual({
      start: NOW - 500,
      end: NOW,
      corrected: true,
    });
    const later = exporter.place('a', { start: clock + 100, end: clock + 900 }, NOW + 1_300);
    expect(later).toEqual({ start: NOW + 100, end: NOW + 900, corrected: true });
  });

  test('of one exporter does not move another', () => {
    const clock = new ExporterClock();
    clock.place('a', { start: 0, end: 0 }, NOW);
    expect(clock.place('b', { start: 5, end: 10 }, NOW)).toEqual({ start: NOW - 5, end: NOW, corrected: true });
  });

  test.each([
    ['after its end', 1],
    ['weeks before its end', -30 * DAY],
    ['beyond all calendars', 2 ** 53],
  ])('a start %s is its end', (_, start) => {
    const placed = new ExporterClock().place('a', { start: NOW + start, end: NOW }, NOW);
    expect(placed).toEqual({ start: NOW, end: NOW, corrected: true });
  });

  test('that jumps is placed anew', () => {
    const clock = new ExporterClock();
    clock.place('a', { start: 0, end: 0 }, NOW);
    expect(clock.place('a', { start: null, end: 40 * DAY }, NOW)).toEqual({ start: null, end: NOW, corrected: true });
  });
});
