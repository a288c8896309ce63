import { besideCde } from '../rules/connected.ts';
import { influenceGaps } from '../rules/out-of-scope.ts';
import { SCOPE_RULES } from '../rules/scope-rules.ts';
import type { ScopeState } from '../rules/scope-state.ts';
import { isInScope, type ScopeCategory } from '../scope-category.ts';
import type { ContactInitiator, MissingFact, ScopeDecision } from './classification.ts';
import { marksOf } from './marks-of.ts';

/** The decision about one system, with everything that speaks for it. */
export function explainSystem(state: ScopeState, system: number, conflict: boolean): ScopeDecision {
  const category = state.category(system) as ScopeCategory;
  const missing =
    category === 'UNDETERMINED' ? distinctGaps([...state.gaps.ofSystem(system), ...influenceGaps(state, system)]) : [];
  return {
    category,
    inScope: isInScope(category),
    conflict,
    initiator: initiatorOf(state, system),
    reasons: SCOPE_RULES.flatMap((rule) => rule.explain(state, system)),
    missing,
    marks: marksOf(state, system),
  };
}

export function distinctGaps(gaps: readonly MissingFact[]): MissingFact[] {
  const seen = new Set<string>();
  return gaps.filter(({ code, text }) => {
    const key = `${code} ${text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function initiatorOf(state: ScopeState, system: number): ContactInitiator {
  const { contacts } = state.network;
  if (state.isCde(system)) return null;
  let inward = false;
  let outward = false;
  let unknown = false;
  for (const row of state.network.adjacency().rows(system)) {
    if (!contacts.isEstablished(row) || besideCde(state, row) !== system) continue;
    if (!contacts.isDirected(row)) unknown = true;
    else if (contacts.from[row] === system) inward = true;
    else outward = true;
  }
  if (inward && outward) return 'both';
  // Whether the other way was used as well is then not known.
  if (unknown) return 'unknown';
  return inward ? 'in' : outward ? 'out' : null;
}
