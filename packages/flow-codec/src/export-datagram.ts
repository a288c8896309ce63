/** One export datagram as it came from the network or out of a capture. */
export interface ExportDatagram {
  /** Canonical address text of the sender. */
  readonly exporter: string;
  /** UDP source port of the sender. */
  readonly port: number;
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number;
  readonly payload: Uint8Array;
  /** The caller's number of the datagram, if it has one; it comes back with every record, also with a late one. */
  readonly packet?: number;
}
