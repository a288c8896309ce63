import type { ContactState } from '../relationship.ts';
import type { ReviewStatus } from '../scope-category.ts';
import type { Standing } from './standing.ts';

/** What the review status of one relationship depends on. `source` and `target` are exchangeable. */
export interface ReviewFacts {
  readonly source: Standing;
  readonly target: Standing;
  /** Established, or not shown to be less (see {@link isContact}). */
  readonly contact: boolean;
  /** An approval in date covers source zone, target zone, protocol and port. */
  readonly approved: boolean;
}

/** True for the states that count as contact: established, and unknown since the opposite is not shown. */
export function isContact(state: ContactState): boolean {
  return state === 'established' || state === 'unknown';
}

function contradicts(one: Standing, other: Standing): boolean {
  return one.cde && other.claim === 'out-of-scope';
}

function touchesScope({ cde, claim }: Standing): boolean {
  return cde || claim === 'cde' || claim === 'connected' || claim === 'security-impacting';
}

/**
 * `violation`: contact between a CDE system and one claimed out of scope; no approval heals it. `approved`: covered by an
 * approval. `ordinary`: by claim neither end is in or connected to the CDE. `unreviewed`: everything else.
 */
export function reviewStatus({ source, target, contact, approved }: ReviewFacts): ReviewStatus {
  if (contact && (contradicts(source, target) || contradicts(target, source))) return 'violation';
  if (approved) return 'approved';
  return touchesScope(source) || touchesScope(target) ? 'unreviewed' : 'ordinary';
}
