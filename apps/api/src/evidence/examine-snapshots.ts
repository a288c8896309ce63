import type { ChangeCandidate, ElementAnswer } from '@scopemap/contract';
import { type Db, findSnapshot } from '@scopemap/database';
import {
  compareSnapshots,
  type EvidenceView,
  elementAnswers,
  NO_RECORDS,
  type SnapshotComparison,
  viewEvidence,
} from '@scopemap/evidence';
import { classifyScope } from '@scopemap/scope-model';
import { loadFacts } from './stored-facts.ts';

/** What a snapshot says for a confirmation of scope. */
export interface SnapshotExamination {
  readonly answers: readonly ElementAnswer[];
  /** Since the snapshot before it; none without one. */
  readonly candidates: readonly ChangeCandidate[];
}

async function viewOf(db: Db, id: string): Promise<EvidenceView> {
  const snapshot = await findSnapshot(db, id);
  if (!snapshot) throw new Error(`there is no snapshot ${id}`);
  const facts = await loadFacts(db, snapshot);
  const { productVersion, takenBy } = snapshot;
  const about = { snapshotId: id, productVersion, takenAt: snapshot.takenAt.getTime(), takenBy, redacted: false };
  return viewEvidence({ about, facts, classification: classifyScope(facts), records: NO_RECORDS });
}

/** Counts what the tables of the snapshot list, element by element, and what changed since `previousId`. */
export async function examineSnapshot(db: Db, id: string, previousId: string | null): Promise<SnapshotExamination> {
  const view = await viewOf(db, id);
  const answers = elementAnswers(view);
  return { answers, candidates: previousId === null ? [] : (await changesOf(db, previousId, view)).candidates };
}

/** What differs between a stored snapshot and a view. */
export async function changesOf(db: Db, beforeId: string, after: EvidenceView): Promise<SnapshotComparison> {
  return compareSnapshots(await viewOf(db, beforeId), after);
}

/** What differs between two stored snapshots. */
export async function compareStored(db: Db, beforeId: string, afterId: string): Promise<SnapshotComparison> {
  return changesOf(db, beforeId, await viewOf(db, afterId));
}
