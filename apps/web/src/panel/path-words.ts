import type { IsolationTest, PathStep, ScopePath } from '@scopemap/contract';
import { formatPlural } from '../ui/format.ts';
import { CATEGORY_WORDS } from '../ui/words.ts';

type Coverage = (PathStep & { kind: 'contact' })['coverage'];

const GRADE_WORDS: Readonly<Record<NonNullable<Coverage>['grade'], string>> = {
  full: 'watched in full',
  partial: 'watched in part',
  sampled: 'sampled',
  none: 'not watched as a boundary',
};

/** How well the boundary that a step crosses is watched, with what lacks. */
export function coverageText(coverage: Coverage): string {
  if (coverage === null) return 'the two stand in one zone, or on no boundary of the CDE';
  const [first, ...more] = coverage.shortfalls;
  const lacking = first === undefined ? '' : `: ${first}${more.length > 0 ? `, and ${more.length} more` : ''}`;
  return GRADE_WORDS[coverage.grade] + lacking;
}

/** The last sentence of a path. */
export function conclusionText({ category, hops, rule }: Pick<ScopePath, 'category' | 'hops' | 'rule'>): string {
  const distance = hops === 0 ? '' : `, ${formatPlural(hops, 'hop')} from account data`;
  return `${CATEGORY_WORDS[category]}${distance} (rule ${rule}).`;
}

export const TEST_WORDS: Readonly<Record<IsolationTest['test'], string>> = {
  'no-contact': 'No contact with the CDE, watched in full',
  denied: 'Controls deny it',
  tested: 'A segmentation test has shown it',
  justified: 'The exclusion is justified, and no account data was found',
};

/** What became of a test. One that could not be made is not called failed, and never passed. */
export function testState({ passed, missing }: Pick<IsolationTest, 'passed' | 'missing'>): string {
  if (passed) return 'passed';
  return missing.length > 0 ? 'not shown' : 'cannot be judged yet';
}
