import { type Db, loadExporterAdmission, noteWaitingSenders, type WaitingSender } from '@scopemap/database';
import type { ExporterHealth } from '../exporter-health.ts';
import type { RateLimitedLog } from '../rate-limited-log.ts';
import type { ExporterAdmission } from './exporter-admission.ts';

/** Keeps admission and database together: what was decided comes in, who waits goes out. */
export class AdmissionKeeper {
  readonly #db: Db;
  readonly #admission: ExporterAdmission;
  readonly #warnings: RateLimitedLog;
  /** Not told yet. */
  #senders: readonly WaitingSender[] = [];
  #running: Promise<void> | null = null;

  constructor(db: Db, admission: ExporterAdmission, warnings: RateLimitedLog) {
    this.#db = db;
    this.#admission = admission;
    this.#warnings = warnings;
  }

  /** Accounts for what was not read since the last call; `now` in milliseconds since 1970 UTC. */
  account(health: ExporterHealth, now: number): void {
    const { senders, datagrams } = this.#admission.takeUnadmitted();
    if (datagrams === 0) return;
    health.noteLoss('not-admitted', null, datagrams, now);
    // While the last ones are under way only the counts of the loss are kept: memory stays bounded.
    if (this.#senders.length === 0) this.#senders = senders;
    this.#warnings.warn('admission', { datagrams, senders: senders.length }, 'senders wait for somebody to admit them');
  }

  /** Tells the database, and takes up what was decided. An absent database is asked again next time. */
  refresh(): void {
    this.#running ??= this.#refresh()
      .catch((error: unknown) =>
        this.#warnings.warn('admission database', { err: error }, 'admissions are not up to date'),
      )
      .finally(() => {
        this.#running = null;
      });
  }

  async load(): Promise<void> {
    this.#admission.restore(await loadExporterAdmission(this.#db));
  }

  /** Resolves when nothing is under way. */
  async close(): Promise<void> {
    await this.#running;
    if (this.#senders.length > 0) await this.#refresh().catch(() => {});
  }

  async #refresh(): Promise<void> {
    await noteWaitingSenders(this.#db, this.#senders);
    this.#senders = [];
    await this.load();
  }
}
