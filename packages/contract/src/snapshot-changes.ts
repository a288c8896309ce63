import { z } from 'zod';
import { ChangeCandidate } from './confirmations.ts';
import { Snapshot } from './evidence.ts';
import { SnapshotChange } from './evidence-records.ts';

/** What differs between two snapshots. */
export const SnapshotChanges = z.object({
  before: Snapshot,
  after: Snapshot,
  /** How many there are of each kind. */
  counts: z.array(
    z.object({ kind: SnapshotChange.shape.kind, change: SnapshotChange.shape.change, count: z.number().int() }),
  ),
  total: z.number().int(),
  /** The first of them; all stand in T14 of a pack. */
  rows: z.array(SnapshotChange),
  candidates: z.array(ChangeCandidate),
});
export type SnapshotChanges = z.infer<typeof SnapshotChanges>;

export const snapshotChangeEndpoints = {
  snapshotChanges: {
    method: 'GET',
    path: '/api/snapshots/:id/changes',
    params: z.object({ id: z.uuid() }),
    query: z.object({ since: z.uuid(), limit: z.coerce.number().int().min(1).max(5000).default(1000) }),
    response: SnapshotChanges,
  },
} as const;
