/** One file of a pack. Its content is made when it is its turn, and the same each time it is asked for. */
export interface PackFile {
  /** With `/` between folders; no folder above the pack. */
  readonly path: string;
  content(): Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}
