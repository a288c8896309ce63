import type { Db, IngestWindow } from '@scopemap/database';
import { applyWithRetry } from './apply-window.ts';
import { ImportError } from './capture-import/import-error.ts';

/** How long an import waits for a database that is away, milliseconds. */
const PATIENCE_MS = 60_000;

export interface ImportWindowOptions {
  readonly db: Db;
  readonly window: IngestWindow;
  /** What is imported, for messages. */
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
}

/** Applies one window of an import; false when it was applied before. Rejects with {@link ImportError} when the database stays away. */
export async function importWindow({ db, window, name, signal }: ImportWindowOptions): Promise<boolean> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const giveUp = signal ? AbortSignal.any([patience, signal]) : patience;
  try {
    const { applied } = await applyWithRetry(db, window, { signal: giveUp, onFailure: () => {} });
    return applied;
  } catch (error) {
    if (signal?.aborted) throw new ImportError('cancelled', `The import of ${name} was cancelled.`, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImportError('database', `${name} could not be stored: ${reason}`, error);
  }
}
