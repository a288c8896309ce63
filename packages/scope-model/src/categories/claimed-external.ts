import type { CategoryRule } from './category-rule.ts';
import { claimSource } from './claim-source.ts';
import { standing } from './standing.ts';

/** R7: not a component of the entity. Stands before contact, since contact does not make it one; the contact is still listed. */
export const claimedExternal: CategoryRule = (facts) => {
  if (standing(facts.hostClaim?.claim ?? null, facts.zone?.claim ?? null).claim !== 'external') return null;
  const { subject, because } = claimSource(facts);
  return {
    category: 'EXTERNAL',
    reason: { rule: 'R7', text: `${subject} as external, not a component of the entity${because}` },
  };
};
