import { type Db, saveTemplates } from '@scopemap/database';
import type { FlowDecoder } from '@scopemap/flow-codec';
import type { RateLimitedLog } from './rate-limited-log.ts';

/** Saves the decoder's templates when they have changed, so that a restart decodes from the first datagram on. */
export class TemplateKeeper {
  readonly #db: Db;
  readonly #decoder: FlowDecoder;
  readonly #warnings: RateLimitedLog;
  #saved: number;
  #saving: Promise<void> | null = null;

  constructor(db: Db, decoder: FlowDecoder, warnings: RateLimitedLog) {
    this.#db = db;
    this.#decoder = decoder;
    this.#warnings = warnings;
    this.#saved = decoder.templateRevision;
  }

  /** Begins a save unless one is on its way or nothing has changed. */
  save(): void {
    const revision = this.#decoder.templateRevision;
    if (this.#saving || revision === this.#saved) return;
    this.#saving = saveTemplates(this.#db, this.#decoder.templates())
      .then(() => {
        this.#saved = revision;
      })
      .catch((error: unknown) => this.#warnings.warn('templates', { err: error }, 'the templates were not saved'))
      .finally(() => {
        this.#saving = null;
      });
  }

  /** Saves what has changed last. */
  async close(): Promise<void> {
    await this.#saving;
    this.save();
    await this.#saving;
  }
}
