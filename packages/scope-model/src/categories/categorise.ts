import type { ScopeCategory } from '../scope-category.ts';
import { attemptOnCde } from './attempt-on-cde.ts';
import type { CategoryRule, Finding, Reason } from './category-rule.ts';
import { claimedConnected } from './claimed-connected.ts';
import { claimedExternal } from './claimed-external.ts';
import { claimedOutOfScope } from './claimed-out-of-scope.ts';
import { claimedSecurityImpacting } from './claimed-security-impacting.ts';
import { contactWithCde } from './contact-with-cde.ts';
import { hostClaimedCde } from './host-claimed-cde.ts';
import { memberOfCdeZone } from './member-of-cde-zone.ts';
import { notDecided } from './not-decided.ts';
import type { ScopeFacts } from './scope-facts.ts';

/** The order decides: the first rule that names a category names the effective one; all of them give reasons. */
const RULES: readonly CategoryRule[] = [
  hostClaimedCde,
  memberOfCdeZone,
  claimedSecurityImpacting,
  claimedExternal,
  contactWithCde,
  claimedConnected,
  claimedOutOfScope,
  notDecided,
  attemptOnCde,
];

export interface CategoryResult {
  readonly category: ScopeCategory;
  readonly inScope: boolean;
  /** A claim stands against another fact. The higher category holds until a person resolves it. */
  readonly conflict: boolean;
  readonly reasons: readonly Reason[];
  /** What would have to be known to say more; only for what is undetermined. */
  readonly missing: readonly string[];
}

/** Undetermined counts as in scope; what is not the entity's own does not. */
export function isInScope(category: ScopeCategory): boolean {
  return category !== 'OUT_OF_SCOPE' && category !== 'EXTERNAL';
}

/**
 * The category of one host with all reasons (DOMAIN 2.5). Never `OUT_OF_SCOPE` in this version: its tests need rules and
 * segmentation tests that cannot be imported yet. Monotone: a further contact or CDE claim never lowers the result.
 */
export function categorise(facts: ScopeFacts): CategoryResult {
  const findings = RULES.map((rule) => rule(facts)).filter((finding): finding is Finding => finding !== null);
  const category = findings.find((finding) => finding.category !== null)?.category ?? 'UNDETERMINED';
  const missing = category === 'UNDETERMINED' ? findings.flatMap((finding) => finding.missing ?? []) : [];
  if (category === 'UNDETERMINED' && !facts.cdeKnown) {
    missing.push('at least one zone or host claimed as CDE, so that contact with it can be judged');
  }
  return {
    category,
    inScope: isInScope(category),
    conflict: findings.some((finding) => finding.conflict === true),
    reasons: findings.map((finding) => finding.reason),
    missing,
  };
}
