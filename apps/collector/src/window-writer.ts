import type { Db, IngestWindow } from '@scopemap/database';
import { applyWithRetry } from './apply-window.ts';

export interface WindowWriterOptions {
  readonly db: Db;
  /** Rows (relationships and flows) that may wait for the database. */
  readonly maxWaitingRows: number;
  readonly onApplied: (window: IngestWindow) => void;
  /** Raw flows were left out of a window, so that its relationships find room. */
  readonly onFlowsDropped: (count: number) => void;
  /** The window will never be in the database: too many wait, the server refuses it, or time is up. */
  readonly onLost: (window: IngestWindow, reason: string) => void;
  readonly onFailure: (error: unknown, failures: number) => void;
}

function rowsOf({ contacts, flows }: IngestWindow): number {
  return contacts.relationships.length + contacts.corrections.length + contacts.segmentEvidence.length + flows.length;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Writes windows one after the other, in order, each until it is in. Waiting ones are bounded. */
export class WindowWriter {
  readonly #options: WindowWriterOptions;
  readonly #giveUp = new AbortController();
  readonly #waiting: IngestWindow[] = [];
  #waitingRows = 0;
  #writing: Promise<void> | null = null;

  constructor(options: WindowWriterOptions) {
    this.#options = options;
  }

  /** Windows that are not in the database yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get waitingRows(): number {
    return this.#waitingRows;
  }

  /** Takes the window over; it returns at once. Where memory is short its flows go first, then the window. */
  write(window: IngestWindow): void {
    const fitting = this.#fitting(window);
    if (!fitting) {
      this.#options.onLost(window, 'the database is away and the memory for waiting windows is full');
      return;
    }
    this.#waiting.push(fitting);
    this.#waitingRows += rowsOf(fitting);
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  #fitting(window: IngestWindow): IngestWindow | null {
    const hasRoom = (rows: number) =>
      this.#waiting.length === 0 || this.#waitingRows + rows <= this.#options.maxWaitingRows;
    if (hasRoom(rowsOf(window))) return window;
    if (!hasRoom(rowsOf(window) - window.flows.length)) return null;
    this.#options.onFlowsDropped(window.flows.length);
    return { ...window, flows: [] };
  }

  /** Resolves when nothing waits any more; after `deadlineMs` what still waits is given up. */
  async drain(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => this.#giveUp.abort(), deadlineMs);
    await this.#writing;
    clearTimeout(timer);
  }

  async #writeAll(): Promise<void> {
    const { db, onApplied, onLost, onFailure } = this.#options;
    for (let window = this.#waiting[0]; window; window = this.#waiting[0]) {
      try {
        await applyWithRetry(db, window, { signal: this.#giveUp.signal, onFailure });
        onApplied(window);
      } catch (error) {
        onLost(window, messageOf(error));
      }
      this.#waiting.shift();
      this.#waitingRows -= rowsOf(window);
    }
  }
}
