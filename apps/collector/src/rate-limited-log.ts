import type { Logger } from 'pino';

/** One line per subject in this time; the next one says how many it stands for. */
const QUIET_MS = 60_000;

const MAX_SUBJECTS = 1_000;

/** Logs what the network can provoke at will, without letting it fill a disk. */
export class RateLimitedLog {
  readonly #log: Logger;
  readonly #subjects = new Map<string, { until: number; suppressed: number }>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** `subject` tells apart what is limited, e.g. problem code and exporter. */
  warn(subject: string, fields: object, message: string): void {
    const now = Date.now();
    const known = this.#subjects.get(subject);
    if (known && now < known.until) {
      known.suppressed++;
      return;
    }
    if (!known && this.#subjects.size >= MAX_SUBJECTS) this.#subjects.clear();
    this.#subjects.set(subject, { until: now + QUIET_MS, suppressed: 0 });
    this.#log.warn(known?.suppressed ? { ...fields, suppressed: known.suppressed } : fields, message);
  }
}
