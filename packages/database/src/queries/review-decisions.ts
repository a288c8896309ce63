import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { notify } from '../notices.ts';
import type { ReviewDecisionTable } from '../tables/review-decision.ts';
import type { ChangeAuthor } from './audit.ts';
import { addVersioned, endVersionedRows } from './versioned.ts';

/** What is decided of an entry of the review queue; `until` ISO 8601. */
export interface NewReviewDecision extends Pick<ReviewDecisionTable, 'entry' | 'title' | 'decision' | 'assignee'> {
  readonly until: string | null;
}

/** Stores a decision in the place of the one of the same kind that held; returns its id. */
export function replaceReviewDecision(
  db: Db,
  given: NewReviewDecision,
  by: ChangeAuthor & { readonly reason: string },
): Promise<number> {
  const { entry, decision } = given;
  return db.transaction().execute(async (trx) => {
    await sql`lock table review_decision in share row exclusive mode`.execute(trx);
    const same = sql<boolean>`entry = ${entry} and decision = ${decision}`;
    await endVersionedRows(trx, 'review_decision', same, { ...by, reason: `replaced: ${by.reason}` });
    const id = await addVersioned(trx, 'review_decision', { ...given }, by);
    await notify(trx, { kind: 'zones', table: 'review_decision' });
    return id;
  });
}
