import type { CategoryRule } from './category-rule.ts';
import { claimSource } from './claim-source.ts';
import { standing } from './standing.ts';

/** R9: nothing claimed and no contact seen says nothing about the scope. */
export const notDecided: CategoryRule = (facts) => {
  const { hostClaim, zone } = facts;
  if (standing(hostClaim?.claim ?? null, zone?.claim ?? null).claim !== 'undetermined') return null;
  const { subject, because } = claimSource(facts);
  const text = hostClaim || zone ? `${subject} as undetermined${because}` : 'In no zone, and nothing is claimed of it';
  return {
    category: 'UNDETERMINED',
    reason: { rule: 'R9', text },
    missing: [
      zone
        ? 'a decision whether the host or its zone is CDE, connected, external or to be excluded'
        : 'the zone it belongs to',
    ],
  };
};
