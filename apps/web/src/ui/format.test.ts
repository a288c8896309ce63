import { describe, expect, it } from 'vitest';
import { formatAge, formatInstant, formatOctets, formatPeriod, formatPlural, formatShort } from './format.ts';

describe('formatOctets', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [18_300_000, '18.3 MB'],
    [999_999, '1.0 MB'],
    [2e15, '2.0 PB'],
    [5e18, '5000.0 PB'],
  ])('%d is %s', (octets, text) => {
    expect(formatOctets(octets)).toBe(text);
  });
});

describe('formatShort', () => {
  it.each([
    [9_999, '9,999'],
    [41_200, '41.2 k'],
    [999_949, '999.9 k'],
    [999_950, '1.0 M'],
    [3_100_000_000, '3.1 G'],
  ])('%d is %s', (value, text) => {
    expect(formatShort(value)).toBe(text);
  });
});

describe('formatPlural', () => {
  it.each([
    [0, '0 hosts'],
    [1, '1 host'],
    [1200, '1,200 hosts'],
  ])('%d is %s', (value, text) => {
    expect(formatPlural(value, 'host')).toBe(text);
  });
});

describe('formatInstant', () => {
  it('says UTC time wherever it is read', () => {
    expect(formatInstant('2026-09-17T23:59:00+00:00')).toMatch(/^17 Sept? 2026, 23:59$/);
  });
});

describe('formatPeriod', () => {
  it.each([
    [null, null, /^All time$/],
    ['2026-09-01', null, /^since 1 Sept? 2026$/],
    [null, '2026-09-01', /^until 1 Sept? 2026$/],
    ['2026-09-01', '2026-09-01', /^1 Sept? 2026$/],
    ['2026-09-01', '2026-09-30', /^1 Sept? – 30 Sept? 2026$/],
    ['2025-12-31', '2026-01-01', /^31 Dec 2025 – 1 Jan 2026$/],
  ])('%s to %s', (from, to, text) => {
    expect(formatPeriod(from, to)).toMatch(text);
  });
});

describe('formatAge', () => {
  const now = Date.parse('2026-09-17T12:00:00Z');
  it.each([
    ['2026-09-17T12:00:30Z', 'just now'],
    ['2026-09-17T11:59:00Z', '1 minute ago'],
    ['2026-09-17T09:30:00Z', '2 hours ago'],
    ['2026-09-10T12:00:00Z', '7 days ago'],
  ])('%s is %s', (iso, text) => {
    expect(formatAge(iso, now)).toBe(text);
  });
});
