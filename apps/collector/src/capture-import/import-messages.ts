import type { DatabaseServer } from '@scopemap/database';
import type { ImportErrorCode } from './import-error.ts';
import type { ImportProgress, ImportReport } from './import-report.ts';

export interface ImportWorkerData {
  readonly database: DatabaseServer;
  readonly file: string;
  readonly fileName: string;
  readonly flowDays?: number;
}

/** To the import's thread. */
export type ImportCommand = { readonly kind: 'cancel' };

/** From the import's thread. */
export type ImportEvent =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'done'; readonly report: ImportReport }
  /** `code` is null for what is no `ImportError`. */
  | { readonly kind: 'failed'; readonly code: ImportErrorCode | null; readonly message: string };
