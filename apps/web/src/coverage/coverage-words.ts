import type { BoundaryCoverage } from '@scopemap/contract';

export type Grade = BoundaryCoverage['grade'];

/** Worst first. */
export const GRADES: readonly Grade[] = ['none', 'sampled', 'partial', 'full'];

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  none: 'Not watched',
  sampled: 'Sampled',
  partial: 'In part',
  full: 'In full',
};

export const GRADE_MARK: Readonly<Record<Grade, string>> = { none: '✕', sampled: '◌', partial: '◐', full: '✓' };

export const GRADE_BADGE: Readonly<Record<Grade, string>> = {
  none: 'badge-violation',
  sampled: 'badge-unreviewed',
  partial: 'badge-unreviewed',
  full: 'badge-approved',
};

/** Boundaries, the worst watched first. */
export function worstFirst(boundaries: readonly BoundaryCoverage[]): BoundaryCoverage[] {
  const name = ({ between }: BoundaryCoverage) => `${between[0].name} ${between[1].name}`;
  return [...boundaries].sort(
    (a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) || name(a).localeCompare(name(b), 'en'),
  );
}

/** One sentence: of how many boundaries it can be said that nothing else passed. */
export function coverageVerdict(boundaries: readonly BoundaryCoverage[]): string {
  const full = boundaries.filter(({ grade }) => grade === 'full').length;
  if (boundaries.length === 0) return 'There are no two places yet between which traffic could be watched.';
  if (full === boundaries.length)
    return `All ${full} boundaries are watched in full: what was not seen there did not happen in the period.`;
  return `${full} of ${boundaries.length} boundaries are watched in full. At the others, that nothing was seen proves nothing.`;
}
