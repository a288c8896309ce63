/** What an import found. Every count that is not a flow record says why it is not one. */
export interface ImportReport {
  /** Packets of the capture, of whatever kind. */
  readonly packets: number;
  /** Export datagrams among them. */
  readonly datagrams: number;
  readonly records: number;
  readonly relationships: number;
  /** Canonical addresses, sorted. */
  readonly exporters: readonly string[];
  /** Earliest and latest traffic, ISO 8601; null when there is none. */
  readonly from: string | null;
  readonly to: string | null;
  readonly undecodableSets: number;
  readonly problems: readonly ImportProblem[];
  /** All of it was imported before: nothing was counted twice. */
  readonly repeated: boolean;
}

export interface ImportProblem {
  readonly code: string;
  readonly count: number;
  /** Where it was met first, and what it means. */
  readonly example: string;
}

/** How far an import is; `octetsTotal` is the size of the file. */
export interface ImportProgress {
  readonly octetsDone: number;
  readonly octetsTotal: number;
  readonly records: number;
}
