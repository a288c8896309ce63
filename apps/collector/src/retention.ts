import { type Db, dropFlowPartitionsBefore, forgetLiveWindows, pruneViewChanges, utcDay } from '@scopemap/database';
import type { Logger } from 'pino';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** What a window changed is noted for those who keep a picture in memory, some megabytes a second at the highest rates. */
const CHANGES_MS = 300_000;

/** A window is applied again within seconds or not at all. */
const LEDGER_DAYS = 7;

/** Drops stored flows past their time, and forgets windows that nobody applies again, every hour. */
export class Retention {
  readonly #db: Db;
  readonly #flowDays: number;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #changesTimer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(db: Db, flowDays: number, log: Logger) {
    this.#db = db;
    this.#flowDays = flowDays;
    this.#log = log;
  }

  start(): void {
    const run = () => {
      this.#running = this.apply(Date.now());
    };
    this.#timer = setInterval(run, HOUR_MS);
    this.#changesTimer = setInterval(() => {
      this.#running = this.#running.then(() => this.#forgetChanges());
    }, CHANGES_MS);
    run();
  }

  /** Resolves when nothing of it is on its way any more. */
  stop(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#changesTimer);
    return this.#running;
  }

  async #forgetChanges(): Promise<void> {
    await pruneViewChanges(this.#db).catch((error) =>
      this.#log.warn({ err: error }, 'noted changes were not forgotten'),
    );
  }

  /** Drops every day of receipt that lies more than the kept days before `now`. A failure is logged and tried again an hour later. */
  async apply(now: number): Promise<void> {
    try {
      const dropped = await dropFlowPartitionsBefore(this.#db, utcDay(now - this.#flowDays * DAY_MS));
      if (dropped.length > 0) this.#log.info({ days: dropped }, 'flows past their time were dropped');
      await forgetLiveWindows(this.#db, new Date(now - LEDGER_DAYS * DAY_MS));
    } catch (error) {
      this.#log.warn({ err: error }, 'what is past its time was not dropped');
    }
  }
}
