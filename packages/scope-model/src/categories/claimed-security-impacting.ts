import type { CategoryRule } from './category-rule.ts';
import { claimSource } from './claim-source.ts';
import { standing } from './standing.ts';

/** R4: a person says that the host could impact the security of the CDE. */
export const claimedSecurityImpacting: CategoryRule = (facts) => {
  if (standing(facts.hostClaim?.claim ?? null, facts.zone?.claim ?? null).claim !== 'security-impacting') return null;
  const { subject, because } = claimSource(facts);
  return {
    category: 'SECURITY_IMPACTING',
    reason: { rule: 'R4', text: `${subject} as security-impacting${because}` },
  };
};
