import type { ReviewDecision } from '@scopemap/contract';
import type { ReviewEntry } from './review-entries.ts';

/** An entry with what was decided of it. */
export interface DecidedEntry extends ReviewEntry {
  /** Until then it does not ask for anything. */
  readonly snoozed: ReviewDecision | null;
  readonly rejected: ReviewDecision | null;
  readonly assigned: ReviewDecision | null;
}

export const QUEUES = ['open', 'snoozed', 'rejected', 'all'] as const;
export type Queue = (typeof QUEUES)[number];

/** The entries with the decisions that hold at `now` (milliseconds); a snooze that has run out holds no more. */
export function decidedEntries(
  entries: readonly ReviewEntry[],
  decisions: readonly ReviewDecision[],
  now: number,
): DecidedEntry[] {
  const find = (entry: string, decision: ReviewDecision['decision']) =>
    decisions.find((each) => each.entry === entry && each.decision === decision && each.endedAt === null) ?? null;
  return entries.map((entry) => {
    const snoozed = find(entry.key, 'snooze');
    return {
      ...entry,
      snoozed: snoozed?.until && Date.parse(snoozed.until) > now ? snoozed : null,
      rejected: find(entry.key, 'reject'),
      assigned: find(entry.key, 'assign'),
    };
  });
}

/** Whether an entry stands in a queue. Open is what nobody has put off or rejected. */
export function isIn(queue: Queue, { snoozed, rejected }: DecidedEntry): boolean {
  switch (queue) {
    case 'open':
      return !snoozed && !rejected;
    case 'snoozed':
      return snoozed !== null;
    case 'rejected':
      return rejected !== null;
    case 'all':
      return true;
  }
}
