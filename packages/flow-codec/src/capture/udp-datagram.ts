/** One UDP datagram found in a capture, reassembled when it was fragmented. */
export interface UdpDatagram {
  /** Number of the packet that completed it. */
  readonly packet: number;
  /** Byte offset of that packet in the file. */
  readonly offset: number;
  /** Capture time of that packet, milliseconds since 1970 UTC; null when the file has none. */
  readonly time: number | null;
  /** Canonical address texts. */
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /** It may share memory with the frame that it came in. */
  readonly payload: Uint8Array;
  /** Only there when the snap length cut the payload. */
  readonly truncated?: true;
}
