import type { CategoryRule } from './category-rule.ts';
import { claimSource } from './claim-source.ts';
import { standing } from './standing.ts';

/** What R8 demands beside the claim and the absence of contact; none of it can be supplied yet. */
const R8_FACTS = [
  'imported rules that deny or restrict every path from and to the CDE',
  'a passed segmentation test between its segment and every CDE segment, in date',
  'a written justification for the exclusion, approved and in date',
];

/** R8 is never met by a claim alone: out of scope must be shown, so the result stays undetermined with what is missing. */
export const claimedOutOfScope: CategoryRule = (facts) => {
  if (standing(facts.hostClaim?.claim ?? null, facts.zone?.claim ?? null).claim !== 'out-of-scope') return null;
  const { subject, because } = claimSource(facts);
  return {
    category: 'UNDETERMINED',
    reason: { rule: 'R8', text: `${subject} as out of scope${because}. A claim alone does not show it` },
    missing: R8_FACTS,
  };
};
