import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AppliedWindow,
  applyWindow,
  type Db,
  ensureFlowPartitions,
  type GrowthLimits,
  type IngestWindow,
  redecide,
  utcDay,
} from '@scopemap/database';

/** Milliseconds before the first repetition; doubled for each further one. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

const DAY_MS = 86_400_000;

/** The server understood and refuses: classes 22, 23 and 42 of SQLSTATE (data, constraint, statement). Repeating changes nothing. */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(22|23|42)[0-9A-Z]{3}$/.test(code);
}

/** UTC days of receipt of flows. */
function daysOf(flows: IngestWindow['flows']): ReadonlySet<string> {
  const numbers = new Set<number>();
  for (const { receivedAt } of flows) numbers.add(Math.floor(receivedAt / DAY_MS));
  return new Set(Array.from(numbers, (day) => utcDay(day * DAY_MS)));
}

/** Pause after `failures` failed attempts, in milliseconds. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}

export interface RetryOptions {
  /** Of new relationships; null for no bounds. */
  readonly growth?: GrowthLimits | null;
  /** Gives the window up: the last error is thrown. */
  readonly signal: AbortSignal;
  /** Told of every failed attempt. */
  readonly onFailure: (error: unknown, failures: number) => void;
}

/**
 * Applies a window, and again with growing pauses while the database is away. Once is enough for the ledger: when the answer to
 * a commit was lost, the repetition is a no-op. Throws when the server refuses the window or when the signal says so.
 */
export async function applyWithRetry(db: Db, window: IngestWindow, options: RetryOptions): Promise<AppliedWindow> {
  const days = daysOf(window.flows);
  const { learned } = window.contacts;
  let outcome: AppliedWindow | undefined;
  for (let failures = 0; ; ) {
    try {
      if (days.size > 0) await ensureFlowPartitions(db, days);
      outcome ??= await applyWindow(db, window, options.growth ?? null);
      // What the window taught of an endpoint also holds for what is stored; saying it twice changes nothing.
      if (learned.length > 0) await redecide(db, learned, { author: 'traffic', reason: 'learned from traffic' });
      return outcome;
    } catch (error) {
      failures++;
      options.onFailure(error, failures);
      if (isRefusal(error) || options.signal.aborted) throw error;
      await sleep(pauseAfter(failures), undefined, { signal: options.signal }).catch(() => {
        throw error;
      });
    }
  }
}
