import { type Db, dropFlowPartitionsBefore, forgetLiveWindows, utcDay } from '@scopemap/database';
import type { Logger } from 'pino';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A window is applied again within seconds or not at all. */
const LEDGER_DAYS = 7;

/** Drops stored flows past their time, and forgets windows that nobody applies again, every hour. */
export class Retention {
  readonly #db: Db;
  readonly #flowDays: number;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
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
    run();
  }

  /** Resolves when nothing of it is on its way any more. */
  stop(): Promise<void> {
    clearInterval(this.#timer);
    return this.#running;
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
