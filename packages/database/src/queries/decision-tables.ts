import {
  CATEGORIES_BY_CARE,
  isInScope,
  REVIEW_STATUSES,
  type ReviewStatus,
  reviewStatus,
  SCOPE_CATEGORIES,
  SCOPE_CLAIMS,
  type ScopeCategory,
  type ScopeClaim,
  type Standing,
  standing,
} from '@scopemap/scope-model';

/**
 * The review rules as lookup tables, so that SQL decides the status of any number of rows at once and the rules still stand in
 * one place. Each table is the model asked for every input there is; a test compares them.
 *
 * Codes: a claim is 0 for none, else 1 + its index in SCOPE_CLAIMS; a pair of claims is host * 7 + zone; a standing is
 * 2 * claim index + (1 when CDE); category and status are indexes of their lists. Postgres counts array elements from 1.
 */
const CLAIMS: readonly (ScopeClaim | null)[] = [null, ...SCOPE_CLAIMS];
const PAIRS = CLAIMS.flatMap((host) => CLAIMS.map((zone) => ({ host, zone })));
const STANDINGS: readonly Standing[] = SCOPE_CLAIMS.flatMap((claim) => [
  { claim, cde: false },
  { claim, cde: true },
]);

/** Number of claim codes, `none` included. */
export const CLAIM_CODES = CLAIMS.length;
export const STANDING_CODES = STANDINGS.length;

/** Standing by pair of claims. */
export const STANDING_TABLE: readonly number[] = PAIRS.map(({ host, zone }) => {
  const { claim, cde } = standing(host, zone);
  return SCOPE_CLAIMS.indexOf(claim) * 2 + Number(cde);
});

/** Whether a category counts as in scope, by category code. */
export const IN_SCOPE_TABLE: readonly boolean[] = SCOPE_CATEGORIES.map(isInScope);

/** How much care a category needs, by category code; the least number needs the most. */
export const CARE_TABLE: readonly number[] = SCOPE_CATEGORIES.map((category) => CATEGORIES_BY_CARE.indexOf(category));

/** Review status by 4 * (source standing * 12 + target standing) + 2 * contact + approved. */
export const REVIEW_TABLE: readonly number[] = STANDINGS.flatMap((source) =>
  STANDINGS.flatMap((target) =>
    [false, true].flatMap((contact) =>
      [false, true].map((approved) => REVIEW_STATUSES.indexOf(reviewStatus({ source, target, contact, approved }))),
    ),
  ),
);

export function categoryCode(category: ScopeCategory): number {
  return SCOPE_CATEGORIES.indexOf(category);
}

export function statusCode(status: ReviewStatus): number {
  return REVIEW_STATUSES.indexOf(status);
}

/** The category behind a code. Throws RangeError for a code that no table holds. */
export function categoryOf(code: number): ScopeCategory {
  const category = SCOPE_CATEGORIES[code];
  if (!category) throw new RangeError(`no category has the code ${code}`);
  return category;
}

/** The review status behind a code. Throws RangeError for a code that no table holds. */
export function reviewStatusOf(code: number): ReviewStatus {
  const status = REVIEW_STATUSES[code];
  if (!status) throw new RangeError(`no review status has the code ${code}`);
  return status;
}

/** The standing behind a code. Throws RangeError for a code that no table holds. */
export function standingOf(code: number): Standing {
  const found = STANDINGS[code];
  if (!found) throw new RangeError(`no standing has the code ${code}`);
  return found;
}
