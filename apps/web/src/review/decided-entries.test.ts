import type { ReviewDecision } from '@scopemap/contract';
import { expect, it } from 'vitest';
import { decidedEntries, isIn, QUEUES } from './decided-entries.ts';
import type { ReviewEntry } from './review-entries.ts';

const NOW = Date.parse('2026-10-01T00:00:00Z');
const entry: ReviewEntry = {
  key: 'bundle:a',
  severity: 'low',
  kind: 'Violation',
  title: 'a',
  text: '',
  since: null,
  selection: null,
  approval: null,
};
const decision = (change: Partial<ReviewDecision>): ReviewDecision => ({
  id: 1,
  author: 'Ada',
  reason: 'why',
  madeAt: '2026-09-01T00:00:00Z',
  endedAt: null,
  endedBy: null,
  endReason: null,
  entry: 'bundle:a',
  title: 'a',
  decision: 'reject',
  until: null,
  assignee: null,
  ...change,
});

it.each<[string, readonly Partial<ReviewDecision>[], readonly string[]]>([
  ['nothing decided', [], ['open', 'all']],
  ['rejected', [{}], ['rejected', 'all']],
  ['rejected, and that taken back', [{ endedAt: '2026-09-02T00:00:00Z' }], ['open', 'all']],
  ['put off', [{ decision: 'snooze', until: '2026-10-02T00:00:00Z' }], ['snoozed', 'all']],
  ['put off until a time that has passed', [{ decision: 'snooze', until: '2026-09-30T00:00:00Z' }], ['open', 'all']],
  ['handed on', [{ decision: 'assign', assignee: 'Grace' }], ['open', 'all']],
  ['of another entry', [{ entry: 'bundle:b' }], ['open', 'all']],
])('%s', (_, decisions, queues) => {
  const [decided] = decidedEntries([entry], decisions.map(decision), NOW);
  expect(QUEUES.filter((queue) => decided && isIn(queue, decided))).toEqual(queues);
});
