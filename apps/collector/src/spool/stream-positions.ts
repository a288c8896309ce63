import type { ExporterSequence } from '@scopemap/database';
import type { StateFile } from './state-file.ts';

const streamOf = ({ exporter, port, domain, version }: ExporterSequence) => `${exporter} ${port} ${domain} ${version}`;

/**
 * Where each stream of export messages stood in its numbering at the end of the newest window in the database. Written before the
 * file of that window goes: windows on disk tell of later positions themselves, so between them no step is missing.
 */
export class StreamPositions {
  readonly #file: StateFile<readonly ExporterSequence[]>;
  readonly #most: number;
  /** By stream; those heard last come last. */
  readonly #positions = new Map<string, ExporterSequence>();

  /** Of more than `most` streams, those heard last are kept. */
  constructor(file: StateFile<readonly ExporterSequence[]>, most: number) {
    this.#file = file;
    this.#most = most;
  }

  /** Takes in positions of streams, the later ones of a stream last. */
  note(sequences: readonly ExporterSequence[]): void {
    for (const sequence of sequences) {
      const stream = streamOf(sequence);
      this.#positions.delete(stream);
      this.#positions.set(stream, sequence);
    }
    for (const stream of this.#positions.keys()) {
      if (this.#positions.size <= this.#most) break;
      this.#positions.delete(stream);
    }
  }

  /** Takes in positions of streams that are not known. */
  noteMissing(sequences: readonly ExporterSequence[]): void {
    this.note(sequences.filter((sequence) => !this.#positions.has(streamOf(sequence))));
  }

  /** Rejects when the disk refuses. */
  async save(): Promise<void> {
    await this.#file.write([...this.#positions.values()]);
  }
}
