import { type Db, saveTemplates } from '@scopemap/database';
import type { FlowDecoder, StoredTemplate } from '@scopemap/flow-codec';
import type { RateLimitedLog } from './rate-limited-log.ts';
import type { StateFile } from './spool/state-file.ts';

const FAILED = 'the templates were not saved';

/** One place that holds the templates of some moment. */
interface Place {
  readonly name: 'database' | 'spool';
  readonly save: (templates: readonly StoredTemplate[]) => Promise<void>;
  /** Revision of the decoder's templates that it holds. */
  saved: number;
  saving: Promise<void> | null;
}

/**
 * Saves the decoder's templates when they have changed, so that a restart decodes from the first datagram on: in the database, and
 * beside the spool for a start without it. Neither waits for the other.
 */
export class TemplateKeeper {
  readonly #decoder: FlowDecoder;
  readonly #warnings: RateLimitedLog;
  readonly #places: readonly Place[];

  constructor(
    db: Db,
    file: StateFile<readonly StoredTemplate[]> | null,
    decoder: FlowDecoder,
    warnings: RateLimitedLog,
  ) {
    this.#decoder = decoder;
    this.#warnings = warnings;
    const inDatabase = (templates: readonly StoredTemplate[]) => saveTemplates(db, templates);
    // What the file holds is not what the database held: it is written at the first opportunity.
    this.#places = [
      { name: 'database', save: inDatabase, saved: decoder.templateRevision, saving: null },
      ...(file ? [{ name: 'spool' as const, save: file.write.bind(file), saved: -1, saving: null }] : []),
    ];
  }

  /** Begins a save wherever none is on its way and something has changed. */
  save(): void {
    const revision = this.#decoder.templateRevision;
    for (const place of this.#places) {
      if (place.saving || revision === place.saved) continue;
      place.saving = place
        .save(this.#decoder.templates())
        .then(() => {
          place.saved = revision;
        })
        .catch((error: unknown) => this.#warnings.warn(`templates ${place.name}`, { err: error }, FAILED))
        .finally(() => {
          place.saving = null;
        });
    }
  }

  /** Saves what has changed last. */
  async close(): Promise<void> {
    await this.#savings();
    this.save();
    await this.#savings();
  }

  async #savings(): Promise<void> {
    for (const { saving } of this.#places) await saving;
  }
}
