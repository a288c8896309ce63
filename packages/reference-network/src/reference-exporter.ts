/** A device that exports flows. It exports every packet (no sampling) and both halves of what it sees. */
export interface ReferenceExporter {
  readonly name: string;
  readonly address: string;
  readonly version: 5 | 9 | 10;
  /** Observation domain (IPFIX), source id (v9), engine type * 256 + engine id (v5). */
  readonly domain: number;
  /** Unordered pairs of zone names (or MULTICAST / UNZONED) whose traffic crosses it. Version 5 carries IPv4 only. */
  readonly sees: readonly (readonly [string, string])[];
  /** N of "1 in N"; null: unsampled. */
  readonly sampling: null;
}
