import { parentPort, workerData } from 'node:worker_threads';
import { type ChangeAuthor, connect, type DatabaseServer } from '@scopemap/database';
import { readSigningKey, type SnapshotComparison } from '@scopemap/evidence';
import { compareStored, examineSnapshot, type SnapshotExamination } from './examine-snapshots.ts';
import { type ExportProgress, exportSnapshot } from './export-snapshot.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** The one thing that the thread does. */
export type EvidenceTask =
  | {
      readonly kind: 'take';
      readonly id: string;
      readonly reason: string;
      readonly now: number;
      readonly by: ChangeAuthor;
    }
  | {
      readonly kind: 'export';
      readonly snapshotId: string;
      readonly comments: boolean;
      /** Pseudonyms under a secret, in hex, and the file for the list of them; null: the pack names what it is about. */
      readonly redaction: { readonly secret: string; readonly list: string } | null;
      readonly file: string;
      readonly privateKeyPem: string;
    }
  | { readonly kind: 'examine'; readonly snapshotId: string; readonly previousId: string | null }
  | { readonly kind: 'compare'; readonly beforeId: string; readonly afterId: string };

/** What the thread is started with. */
export interface EvidenceWorkerData {
  readonly server: DatabaseServer;
  readonly version: string;
  readonly task: EvidenceTask;
}

export type EvidenceMessage =
  | { readonly kind: 'progress'; readonly progress: ExportProgress }
  | { readonly kind: 'done'; readonly octets: number; readonly sha256: string }
  | { readonly kind: 'examined'; readonly examination: SnapshotExamination }
  | { readonly kind: 'compared'; readonly comparison: SnapshotComparison };

const { server, version, task } = workerData as EvidenceWorkerData;
const say = (message: EvidenceMessage) => parentPort?.postMessage(message);
// What goes wrong with a connection is told by the query that needs it.
const db = connect(server, { max: 2, onError: () => {} });
try {
  if (task.kind === 'take') {
    await takeSnapshot(db, { ...task, version }, task.by);
  } else if (task.kind === 'examine') {
    const { snapshotId, previousId } = task;
    say({ kind: 'examined', examination: await examineSnapshot(db, snapshotId, previousId) });
  } else if (task.kind === 'compare') {
    say({ kind: 'compared', comparison: await compareStored(db, task.beforeId, task.afterId) });
  } else {
    const onProgress = (progress: ExportProgress) => say({ kind: 'progress', progress });
    const key = readSigningKey(task.privateKeyPem);
    say({ kind: 'done', ...(await exportSnapshot(db, { ...task, key, version, onProgress })) });
  }
} finally {
  await db.destroy();
}
