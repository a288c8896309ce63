import type { CategoryRule } from './category-rule.ts';

/** R3: a member of a CDE zone is a CDE system, whatever is claimed of the host alone. */
export const memberOfCdeZone: CategoryRule = ({ zone, hostClaim }) => {
  if (zone?.claim !== 'cde') return null;
  const contradicted = hostClaim?.claim === 'out-of-scope' || hostClaim?.claim === 'external';
  const contradiction = contradicted
    ? ` The claim of the host (${hostClaim.claim}, ${hostClaim.author}: ${hostClaim.reason}) cannot take it out of the zone.`
    : '';
  return {
    category: 'CDE_CONTAMINATED',
    conflict: contradicted,
    reason: { rule: 'R3', text: `In the zone ${zone.name}, which is claimed as CDE.${contradiction}` },
  };
};
