import type { BoundaryCoverage } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { coverageVerdict, worstFirst } from './coverage-words.ts';

const boundary = (name: string, grade: BoundaryCoverage['grade']): BoundaryCoverage => ({
  between: [
    { kind: 'zone', id: 'zone-1', name },
    { kind: 'zone', id: 'zone-2', name: 'Store' },
  ],
  grade,
  shortfalls: [],
});

describe('coverage', () => {
  it('stands the worst watched boundary first', () => {
    const sorted = worstFirst([
      boundary('B', 'full'),
      boundary('D', 'none'),
      boundary('A', 'partial'),
      boundary('C', 'none'),
    ]);
    expect(sorted.map(({ between }) => between[0].name)).toEqual(['C', 'D', 'A', 'B']);
  });

  it.each([
    [[], /no two places/],
    [[boundary('A', 'full')], /^All 1 /],
    [[boundary('A', 'full'), boundary('B', 'sampled')], /^1 of 2 .* proves nothing/],
    [[boundary('A', 'partial')], /^0 of 1 /],
  ])('never says more than the grades do: %#', (boundaries, sentence) => {
    expect(coverageVerdict(boundaries)).toMatch(sentence);
  });
});
