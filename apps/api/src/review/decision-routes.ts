import { listVersioned, replaceReviewDecision } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { end, presentProvenance } from '../versioned-records.ts';

/** Putting off, rejecting and handing on what waits in the review queue, and taking that back. */
export function addReviewDecisionRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'reviewDecisions', async ({ query }) => ({
    decisions: (await listVersioned(db, 'review_decision', query.history)).map((row) => ({
      ...presentProvenance(row),
      entry: row.entry,
      title: row.title,
      decision: row.decision,
      until: row.until?.toISOString() ?? null,
      assignee: row.assignee,
    })),
  }));

  bind(app, 'decideReview', async ({ body, caller }) => {
    const { entry, title, decision, reason } = body;
    const until = body.decision === 'snooze' ? body.until : null;
    if (until !== null && Date.parse(until) <= Date.now()) throw invalidField('until', 'has passed');
    const assignee = body.decision === 'assign' ? body.assignee : null;
    return { id: await replaceReviewDecision(db, { entry, title, decision, until, assignee }, { ...caller, reason }) };
  });

  bind(app, 'endReviewDecision', ({ params, body, caller }) =>
    end(db, 'review_decision', params.id, { ...caller, ...body }),
  );
}
