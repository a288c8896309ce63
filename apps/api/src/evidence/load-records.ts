import type { EvidenceRecords } from '@scopemap/contract';
import { type Db, findSnapshot, listConfirmations, listThreads, type SnapshotRow } from '@scopemap/database';
import type { EvidenceView } from '@scopemap/evidence';
import { presentThread } from '../comments/present-thread.ts';
import { approvalOf, presentConfirmation } from '../confirmation/present-confirmation.ts';
import { changesOf } from './examine-snapshots.ts';

/**
 * What was written about a snapshot, for a pack that is made now: its newest confirmation, the changes since the snapshot of the
 * last confirmation that was approved on an older one, and the comments when they are asked for.
 */
export async function loadRecords(
  db: Db,
  snapshot: SnapshotRow,
  view: EvidenceView,
  comments: boolean,
): Promise<EvidenceRecords> {
  const all = await listConfirmations(db);
  const own = all.find(({ snapshot_id }) => snapshot_id === snapshot.id);
  const previousId = own ? own.previous_id : null;
  const earlier = all.filter((row) => row.snapshot_id !== snapshot.id && approvalOf(row));
  const previous = own ? all.find(({ id }) => id === previousId) : await latestBefore(db, snapshot, earlier);
  const before = previous && (await findSnapshot(db, previous.snapshot_id));
  return {
    format: 1,
    confirmation: own ? presentConfirmation(own, all) : null,
    changes:
      previous && before
        ? {
            since: {
              snapshotId: before.id,
              takenAt: before.takenAt.toISOString(),
              factsSha256: before.factsSha256,
              confirmation: previous.id,
            },
            rows: (await changesOf(db, before.id, view)).rows,
          }
        : null,
    comments: comments ? (await listThreads(db)).map(presentThread) : null,
  };
}

async function latestBefore<Row extends { readonly snapshot_id: string }>(
  db: Db,
  { takenAt }: SnapshotRow,
  newestFirst: readonly Row[],
): Promise<Row | undefined> {
  for (const row of newestFirst) {
    const snapshot = await findSnapshot(db, row.snapshot_id);
    if (snapshot && snapshot.takenAt < takenAt) return row;
  }
  return undefined;
}
