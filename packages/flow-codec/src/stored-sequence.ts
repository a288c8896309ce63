/** Where a source stands in its numbering, so that whoever listens again can tell what came in between. */
export interface SequencePosition {
  /** Number of the newest datagram that was in its place. */
  readonly sequence: number;
  /** What it held, in the unit of the numbering; null when that could not be counted. */
  readonly units: number | null;
  /** Number of the next datagram; null when it is not known. */
  readonly expected: number | null;
  /** Start of the exporter by its own account, milliseconds; null when the version does not say. */
  readonly bootTime: number | null;
  /** The exporter numbers a message by the records up to its end, and not by those before it. */
  readonly countsItself: boolean;
}

/** A source's position in a form that survives a restart. */
export interface StoredSequence extends SequencePosition {
  readonly exporter: string;
  /** UDP source port of the exporter. */
  readonly port: number;
  readonly domain: number;
  readonly version: number;
}
