import type { CategoryRule } from './category-rule.ts';

/** R1: somebody states that the host stores, processes or transmits account data. */
export const hostClaimedCde: CategoryRule = ({ hostClaim }) =>
  hostClaim?.claim === 'cde'
    ? {
        category: 'CDE_CHD',
        reason: { rule: 'R1', text: `Claimed as CDE by ${hostClaim.author}: ${hostClaim.reason}` },
      }
    : null;
