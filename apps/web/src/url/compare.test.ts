import { describe, expect, it } from 'vitest';
import { daysBefore, readCompare, writeCompare } from './compare.ts';

describe('what is compared with', () => {
  it.each(['2026-08-01..2026-08-31', 'snap:0a1b2c3d-0000-4000-8000-000000000000'])('%s reads back', (text) => {
    expect(writeCompare(readCompare(text))).toBe(text);
  });

  it.each([null, '', '2026-08-01', 'snap:1', 'yesterday..today'])('%s is nothing', (text) => {
    expect(readCompare(text)).toBeNull();
  });

  it.each([
    ['2026-09-01', '2026-09-30', '2026-08-02', '2026-08-31'],
    ['2026-03-01', '2026-03-01', '2026-02-28', '2026-02-28'],
  ])('before %s to %s lie %s to %s', (from, to, first, last) => {
    expect(daysBefore(from, to)).toEqual({ kind: 'days', from: first, to: last });
  });
});
