import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '@scopemap/database';
import { importCapture } from './import-capture.ts';
import { ImportError } from './import-error.ts';
import type { ImportEvent, ImportWorkerData } from './import-messages.ts';

/** The entry of an import's thread: one capture, then it ends. */
async function main(): Promise<void> {
  const { database, ...capture } = workerData as ImportWorkerData;
  const tell = (event: ImportEvent) => parentPort?.postMessage(event);
  const cancel = new AbortController();
  parentPort?.once('message', () => cancel.abort());
  const db = connect(database, { max: 2 });
  try {
    const onProgress = (progress: Extract<ImportEvent, { kind: 'progress' }>['progress']) =>
      tell({ kind: 'progress', progress });
    const report = await importCapture({ ...capture, db, onProgress, signal: cancel.signal });
    tell({ kind: 'done', report });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: 'failed', code: error instanceof ImportError ? error.code : null, message });
  } finally {
    await db.destroy();
    parentPort?.close();
  }
}

void main();
