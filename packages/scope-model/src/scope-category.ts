/** What the model says of a system (DOMAIN 2.4). `UNDETERMINED` counts as in scope; `EXTERNAL` is not the entity's own. */
export const SCOPE_CATEGORIES = [
  'CDE_CHD',
  'CDE_CONTAMINATED',
  'SEGMENTING',
  'SECURITY_IMPACTING',
  'CONNECTED',
  'CONNECTED_INDIRECT',
  'OUT_OF_SCOPE',
  'UNDETERMINED',
  'EXTERNAL',
] as const;

export type ScopeCategory = (typeof SCOPE_CATEGORIES)[number];

/** Undetermined counts as in scope; what is not the entity's own does not. */
export function isInScope(category: ScopeCategory): boolean {
  return category !== 'OUT_OF_SCOPE' && category !== 'EXTERNAL';
}

/** What a person says of a zone or a host. A claim is a fact among others, not the result. */
export const SCOPE_CLAIMS = [
  'cde',
  'connected',
  'security-impacting',
  'out-of-scope',
  'external',
  'undetermined',
] as const;

export type ScopeClaim = (typeof SCOPE_CLAIMS)[number];

/** Review state of a relationship: does it stand in contradiction to a claim, is it approved, does it await a review, or touch nothing in scope? */
export const REVIEW_STATUSES = ['violation', 'unreviewed', 'approved', 'ordinary'] as const;

export type ReviewStatus = (typeof REVIEW_STATUSES)[number];
