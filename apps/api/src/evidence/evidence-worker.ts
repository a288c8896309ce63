import { parentPort, workerData } from 'node:worker_threads';
import { type ChangeAuthor, connect, type DatabaseServer } from '@scopemap/database';
import { readSigningKey } from '@scopemap/evidence';
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
  | { readonly kind: 'export'; readonly snapshotId: string; readonly file: string; readonly privateKeyPem: string };

/** What the thread is started with. */
export interface EvidenceWorkerData {
  readonly server: DatabaseServer;
  readonly version: string;
  readonly task: EvidenceTask;
}

export type EvidenceMessage =
  | { readonly kind: 'progress'; readonly progress: ExportProgress }
  | { readonly kind: 'done'; readonly octets: number; readonly sha256: string };

const { server, version, task } = workerData as EvidenceWorkerData;
const say = (message: EvidenceMessage) => parentPort?.postMessage(message);
// What goes wrong with a connection is told by the query that needs it.
const db = connect(server, { max: 2, onError: () => {} });
try {
  if (task.kind === 'take') {
    await takeSnapshot(db, { ...task, version }, task.by);
  } else {
    const onProgress = (progress: ExportProgress) => say({ kind: 'progress', progress });
    const key = readSigningKey(task.privateKeyPem);
    say({ kind: 'done', ...(await exportSnapshot(db, { ...task, key, version, onProgress })) });
  }
} finally {
  await db.destroy();
}
