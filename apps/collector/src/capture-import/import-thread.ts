import { Worker } from 'node:worker_threads';
import { ImportError } from './import-error.ts';
import type { ImportCommand, ImportEvent, ImportWorkerData } from './import-messages.ts';
import type { ImportProgress, ImportReport } from './import-report.ts';

export interface ImportThreadOptions extends ImportWorkerData {
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportThread {
  /** Rejects like `importCapture`. */
  readonly report: Promise<ImportReport>;
  /** Breaks the import off; `report` then rejects with code `cancelled`. What was imported stays, and counts once when it is repeated. */
  cancel(): void;
}

/** Without a limit the engine lets garbage grow to twice what is in use and more; with less than this, a window may not fit. */
const LIMITS = { maxOldGenerationSizeMb: 768 };

/** Imports a capture in a thread of its own, so that the process stays responsive. */
export function startImportThread({ onProgress, ...workerData }: ImportThreadOptions): ImportThread {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { workerData, resourceLimits: LIMITS });
  const report = new Promise<ImportReport>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the import of ${workerData.fileName} ended with code ${code}`)));
    worker.on('message', (event: ImportEvent) => {
      if (event.kind === 'progress') onProgress?.(event.progress);
      else if (event.kind === 'done') resolve(event.report);
      else reject(event.code ? new ImportError(event.code, event.message) : new Error(event.message));
    });
  });
  const command: ImportCommand = { kind: 'cancel' };
  return { report, cancel: () => worker.postMessage(command) };
}
