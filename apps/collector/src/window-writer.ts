import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CollectorLoss,
  Db,
  ExporterMinute,
  ExporterSequence,
  GrowthLimits,
  IngestWindow,
} from '@scopemap/database';
import { applyWithRetry, pauseAfter } from './apply-window.ts';
import { recordsOfWindow } from './exporter-health.ts';
import { decodeSpoolFile, encodeSpoolFile, rowsOf, SpoolFileError } from './spool/spool-file.ts';
import type { SpoolEntry } from './spool/spool-folder.ts';
import type { RecoveredSpool } from './spool/spool-recovery.ts';
import type { StreamPositions } from './spool/stream-positions.ts';

/** A window that will not come into the database by itself any more. */
export interface LostWindow {
  readonly id: string;
  /** Flow records that were counted with it. */
  readonly records: number;
  /** Their counts; empty where they cannot be read. */
  readonly health: readonly ExporterMinute[];
  /** What the collector itself had lost meanwhile, and nobody was told yet. */
  readonly losses: readonly CollectorLoss[];
  readonly reason: string;
  /** Its file was set aside in the spool; null when nothing is left of it. */
  readonly file: string | null;
}

export interface WindowWriterOptions {
  readonly db: Db;
  /** Of new relationships; null for no bounds. */
  readonly growth?: GrowthLimits | null;
  /** Where windows wait on disk, and what an earlier run left there; null: in memory only. */
  readonly spool: RecoveredSpool | null;
  /** Told of what is in the database before its file goes; null without a spool. */
  readonly positions: StreamPositions | null;
  /** Octets that the spool may hold. */
  readonly maxSpoolOctets: number;
  /** Rows (relationships and flows) that may wait in memory: of windows that are not on disk. */
  readonly maxWaitingRows: number;
  /** Where the exporters stand, as far as they moved since the last call. */
  readonly takeSequences: () => readonly ExporterSequence[];
  readonly onApplied: (id: string) => void;
  /** Raw flows were left out of a window, so that its relationships find room. */
  readonly onFlowsDropped: (count: number) => void;
  /** Too many wait, the server refuses it, its file is damaged, or time is up. */
  readonly onLost: (window: LostWindow) => void;
  /** The database, or the disk, did not take a window; it is tried again. */
  readonly onFailure: (what: 'database' | 'spool', error: unknown, failures: number) => void;
}

/** What a window counted. */
type Account = Pick<IngestWindow, 'health' | 'losses'>;

/** A window on its way. At least one of `window` and `file` is there. */
interface Waiting {
  readonly id: string;
  readonly rows: number;
  readonly records: number;
  window: IngestWindow | null;
  file: SpoolEntry | null;
  /** The disk was asked to take it: the database may have it now. */
  offered: boolean;
  /** It is in the database, or lost. */
  done: boolean;
}

/** Of the rows that may wait in memory, those of windows that are on disk as well and need not be read again. */
const KEPT_SHARE = 0.25;

/** From this share on the spool is about to be full. */
const ALARM_SHARE = 0.8;

/** However far the database lags behind, what was received goes to disk after this time. */
const LONGEST_UNWRITTEN_MS = 5_000;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function recordsOf(health: readonly ExporterMinute[]): number {
  return health.reduce((sum, row) => sum + recordsOfWindow(row), 0);
}

const keyOf = ({ exporter, port, domain, version }: ExporterSequence) => `${exporter} ${port} ${domain} ${version}`;

/**
 * Brings windows into the database, one after the other, in order, each exactly once. A window counts as taken when it lies on
 * disk; there it survives a crash and is applied by the next run. What the disk does not take waits in bounded memory.
 */
export class WindowWriter {
  readonly #options: WindowWriterOptions;
  readonly #giveUp = new AbortController();
  readonly #waiting: Waiting[] = [];
  #rowsInMemory = 0;
  #rowsKept = 0;
  #storing: Promise<void> | null = null;
  #applying: Promise<void> | null = null;
  /** Called when a window may be applied, or none comes any more. */
  #offer: () => void = () => {};
  /** Attempts in a row that put no window on disk, and whether the last failed because of our own limit. */
  #refusals = 0;
  #isFull = false;
  #writtenAt = performance.now();
  /** Positions that went with a window that was lost; the next one brings them. */
  #unsaidSequences: readonly ExporterSequence[] = [];
  #setAside = 0;

  constructor(options: WindowWriterOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier run left in the spool. */
  begin(): void {
    const { spool } = this.#options;
    if (!spool) return;
    for (const { entry, head, reason } of spool.unreadable)
      this.#lose(entry.name, entry.records, head, reason, entry.name);
    for (const { entry, head } of spool.waiting) {
      const { records } = entry;
      this.#waiting.push({
        id: head.id,
        rows: head.rows,
        records,
        window: null,
        file: entry,
        offered: true,
        done: false,
      });
    }
    this.#kick();
  }

  /** Windows that are not in the database yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Rows of windows that are neither in the database nor on disk. */
  get waitingRows(): number {
    return this.#rowsInMemory;
  }

  /** Octets of the spool's files; 0 without one. */
  get spoolOctets(): number {
    return this.#options.spool?.spool.octets ?? 0;
  }

  /** Windows whose files were set aside. */
  get windowsSetAside(): number {
    return this.#setAside;
  }

  /** What an operator should look at; null when all is well. */
  get alarm(): string | null {
    const { spool, maxSpoolOctets } = this.#options;
    if (this.#refusals > 0) return this.#isFull ? 'the spool is full' : 'the disk does not take windows for the spool';
    if (spool && this.spoolOctets > maxSpoolOctets * ALARM_SHARE) return 'the spool is nearly full';
    if (this.#rowsInMemory >= this.#options.maxWaitingRows) return 'the database lags behind';
    return null;
  }

  /** Whether a window is wanted now: while the database lags behind, one large window costs less than many small ones. */
  get isDue(): boolean {
    if (this.#waiting.length < 2) return true;
    return this.#options.spool !== null && performance.now() - this.#writtenAt >= LONGEST_UNWRITTEN_MS;
  }

  /** Takes the window over; it returns at once. Where memory is short its flows go first, then the window. */
  write(window: IngestWindow): void {
    this.#writtenAt = performance.now();
    const sequences = this.#sequences();
    const fitting = this.#fitting(window);
    if (!fitting) {
      this.#unsaidSequences = sequences;
      const { id, health } = window;
      this.#lose(id, recordsOf(health), window, 'too many windows wait, and the memory for them is full', null);
      return;
    }
    const { id, health } = fitting;
    const rows = rowsOf(fitting);
    const complete = { ...fitting, sequences };
    const offered = this.#refusals > 0;
    this.#waiting.push({ id, rows, records: recordsOf(health), window: complete, file: null, offered, done: false });
    this.#rowsInMemory += rows;
    this.#kick();
  }

  #sequences(): readonly ExporterSequence[] {
    const taken = this.#options.takeSequences();
    if (this.#unsaidSequences.length === 0) return taken;
    const newest = new Map([...this.#unsaidSequences, ...taken].map((sequence) => [keyOf(sequence), sequence]));
    this.#unsaidSequences = [];
    return [...newest.values()];
  }

  #fitting(window: IngestWindow): IngestWindow | null {
    const hasRoom = (rows: number) =>
      this.#rowsInMemory === 0 || this.#rowsInMemory + rows <= this.#options.maxWaitingRows;
    if (hasRoom(rowsOf(window))) return window;
    if (!hasRoom(rowsOf(window) - window.flows.length)) return null;
    this.#options.onFlowsDropped(window.flows.length);
    return { ...window, flows: [] };
  }

  /** `account`: what is known of its counts. */
  #lose(id: string, records: number, account: Account | null, reason: string, file: string | null): void {
    if (file !== null) this.#setAside++;
    const { health = [], losses = [] } = account ?? {};
    this.#options.onLost({ id, records, health, losses, reason, file });
  }

  #kick(): void {
    this.#storing ??= this.#storeAll().finally(() => {
      this.#storing = null;
      if (this.#unstored()) this.#kick();
    });
    this.#applying ??= this.#applyAll().finally(() => {
      this.#applying = null;
      if (this.#waiting.length > 0 && !this.#giveUp.signal.aborted) this.#kick();
    });
  }

  /** Puts windows on disk, in order, each until it is there or in the database. */
  async #storeAll(): Promise<void> {
    for (let next = this.#unstored(); next; next = this.#unstored()) {
      const isStored = await this.#store(next);
      next.offered = true;
      if (isStored) this.#refusals = 0;
      else if (this.#options.spool) {
        this.#refusals++;
        // The database may take what the disk does not.
        for (const waiting of this.#waiting) waiting.offered = true;
      }
      this.#offer();
      if (this.#refusals > 0)
        await sleep(pauseAfter(this.#refusals), undefined, { signal: this.#giveUp.signal }).catch(() => {});
    }
  }

  /** When time is up, each is tried once. */
  #unstored(): Waiting | undefined {
    const once = this.#giveUp.signal.aborted || !this.#options.spool;
    return this.#waiting.find(({ file, offered, done }) => file === null && !done && !(once && offered));
  }

  async #store(waiting: Waiting): Promise<boolean> {
    const { spool: recovered, maxSpoolOctets, onFailure } = this.#options;
    const { window } = waiting;
    if (!recovered || !window) return false;
    const { spool } = recovered;
    try {
      const bytes = encodeSpoolFile(window);
      this.#isFull = spool.octets + bytes.length > maxSpoolOctets;
      if (this.#isFull) throw new Error(`the spool holds ${spool.octets} octets and may hold ${maxSpoolOctets}`);
      const file = await spool.put(bytes, waiting.records);
      // The database was faster, while the disk was away.
      if (waiting.done) await spool.remove(file);
      else this.#stored(waiting, file);
      return true;
    } catch (error) {
      onFailure('spool', error, this.#refusals + 1);
      return false;
    }
  }

  #stored(waiting: Waiting, file: SpoolEntry): void {
    waiting.file = file;
    this.#rowsInMemory -= waiting.rows;
    if (this.#rowsKept + waiting.rows <= this.#options.maxWaitingRows * KEPT_SHARE || this.#waiting[0] === waiting)
      this.#rowsKept += waiting.rows;
    else waiting.window = null;
  }

  async #applyAll(): Promise<void> {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      if (!first.offered) {
        await new Promise<void>((resolve) => {
          this.#offer = resolve;
        });
        continue;
      }
      const isDone = await this.#apply(first);
      if (!isDone) return;
      this.#waiting.shift();
    }
  }

  #finish(waiting: Waiting): void {
    waiting.done = true;
    if (waiting.file === null) this.#rowsInMemory -= waiting.rows;
    else if (waiting.window) this.#rowsKept -= waiting.rows;
  }

  /** False: it waits for the next run. */
  async #apply(waiting: Waiting): Promise<boolean> {
    const { db, growth = null, spool, onApplied, onFailure } = this.#options;
    const { signal } = this.#giveUp;
    let window: IngestWindow | null = null;
    try {
      window = waiting.window ?? (await this.#read(waiting));
      await applyWithRetry(db, window, {
        signal,
        growth,
        onFailure: (error, failures) => onFailure('database', error, failures),
      });
    } catch (error) {
      return this.#failed(waiting, window ?? (error instanceof SpoolFileError ? error.head : null), error);
    }
    await this.#notePositions(window.sequences ?? []);
    this.#finish(waiting);
    onApplied(waiting.id);
    if (waiting.file) await spool?.spool.remove(waiting.file).catch((error) => onFailure('spool', error, 1));
    return true;
  }

  async #notePositions(sequences: readonly ExporterSequence[]): Promise<void> {
    const { positions, onFailure } = this.#options;
    if (!positions || sequences.length === 0) return;
    positions.note(sequences);
    await positions.save().catch((error) => onFailure('spool', error, 1));
  }

  async #read({ file }: Waiting): Promise<IngestWindow> {
    const bytes = file && (await this.#options.spool?.spool.read(file));
    if (!bytes) throw new SpoolFileError('its file is gone');
    return decodeSpoolFile(bytes);
  }

  async #failed(waiting: Waiting, account: Account | null, error: unknown): Promise<boolean> {
    const reason = messageOf(error);
    const { file } = waiting;
    if (this.#giveUp.signal.aborted) return false;
    this.#finish(waiting);
    const { spool, onFailure } = this.#options;
    if (file) await spool?.spool.setAside(file, reason).catch((failure) => onFailure('spool', failure, 1));
    this.#lose(waiting.id, waiting.records, account, reason, file?.name ?? null);
    return true;
  }

  /**
   * Resolves when nothing waits any more; after `deadlineMs` what is on disk stays there for the next run, and what is only in
   * memory is given up.
   */
  async drain(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => this.#giveUp.abort(), deadlineMs);
    while (this.#storing ?? this.#applying) await Promise.all([this.#storing, this.#applying]);
    clearTimeout(timer);
    for (const waiting of this.#waiting.splice(0)) {
      this.#finish(waiting);
      if (waiting.file) continue;
      const { id, records, window } = waiting;
      this.#lose(id, records, window, 'the database is away, and time is up', null);
    }
  }
}
