import type { CategoryRule } from './category-rule.ts';
import { claimSource } from './claim-source.ts';
import { standing } from './standing.ts';

/** R5 by statement: a person says that it is connected to the CDE, seen or not. */
export const claimedConnected: CategoryRule = (facts) => {
  if (standing(facts.hostClaim?.claim ?? null, facts.zone?.claim ?? null).claim !== 'connected') return null;
  const { subject, because } = claimSource(facts);
  return { category: 'CONNECTED', reason: { rule: 'R5', text: `${subject} as connected to the CDE${because}` } };
};
