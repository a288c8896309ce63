/** Counts since the start. Received = decoded + refused + dropped by the queue + still waiting in it. */
export interface CollectorStatistics {
  readonly receivedDatagrams: number;
  /** Of payload. */
  readonly receivedOctets: number;
  readonly decodedDatagrams: number;
  readonly records: number;
  /** Came from senders that are not on the list of exporters. */
  readonly refusedDatagrams: number;
  /** Refused because decoding lagged behind. */
  readonly queueDrops: number;
  /** Octets that wait for decoding. */
  readonly queueOctets: number;
  /** Dropped by the kernel before we saw them; null where it does not say. */
  readonly kernelDrops: number | null;
  /** How datagrams are read. */
  readonly receivePath: 'batch' | 'portable';
  readonly silentExporters: number;
  readonly windowsApplied: number;
  /** Windows and their records that never reached the database. */
  readonly windowsLost: number;
  readonly recordsLost: number;
  /** Flows whose relationships are kept, but which found no room on the way to the flow table. */
  readonly flowsNotStored: number;
  /** Windows that are not in the database, and the rows of those that are not on disk either. */
  readonly windowsWaiting: number;
  readonly rowsWaiting: number;
  /** Octets of windows on disk, and windows whose files were set aside because nothing could be done with them. */
  readonly spoolOctets: number;
  readonly windowsSetAside: number;
}
