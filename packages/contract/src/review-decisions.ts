import { z } from 'zod';
import { Created, HistoryQuery, Provenance, Reason, Withdrawal } from './provenance.ts';
import { Id, None } from './request-parts.ts';

const Entry = z
  .string()
  .regex(/^(bundle|item):./s, 'is the key of an entry of the review queue')
  .max(2000);
const about = { entry: Entry, title: z.string().trim().min(1).max(1000), reason: Reason };

/**
 * What a person decides of an entry of the review queue beside an approval. `snooze`: not before that instant; `reject`: it must not
 * be, and stays an exception until it is gone; `assign`: who looks after it.
 */
export const ReviewDecisionDraft = z.discriminatedUnion('decision', [
  z.object({ ...about, decision: z.literal('snooze'), until: z.iso.datetime() }),
  z.object({ ...about, decision: z.literal('reject') }),
  z.object({ ...about, decision: z.literal('assign'), assignee: z.string().trim().min(1, 'name somebody').max(200) }),
]);

export const ReviewDecision = Provenance.extend({
  entry: z.string(),
  title: z.string(),
  decision: z.enum(['snooze', 'reject', 'assign']),
  until: z.iso.datetime().nullable(),
  assignee: z.string().nullable(),
});
export type ReviewDecision = z.infer<typeof ReviewDecision>;

const path = '/api/review/decisions';

/** Decisions of the review queue. A later one of the same kind takes the place of the one before. */
export const reviewEndpoints = {
  reviewDecisions: {
    method: 'GET',
    path,
    query: HistoryQuery,
    response: z.object({ decisions: z.array(ReviewDecision) }),
  },
  decideReview: { method: 'POST', path, body: ReviewDecisionDraft, response: Created },
  endReviewDecision: { method: 'POST', path: `${path}/:id/end`, params: Id, body: Withdrawal, response: None },
} as const;
