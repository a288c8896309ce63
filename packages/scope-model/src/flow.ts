/**
 * What the model reads of one exported record. Structural on purpose: the codec's FlowRecord has these fields, and this
 * package knows nothing of bytes. Octets and packets are as exported; times are milliseconds since 1970 UTC.
 */
export interface Flow {
  readonly exporter: string;
  readonly domain: number;
  readonly srcAddr: string | null;
  readonly dstAddr: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  readonly tcpFlags: number | null;
  readonly octets: number | null;
  readonly packets: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly extra: FlowHints;
}

/** Optional evidence of a {@link Flow}; see RFC 5103 for the reverse elements and Cisco NSEL for the events. */
export interface FlowHints {
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly natSrcAddr?: string;
  readonly natDstAddr?: string;
  readonly natSrcPort?: number;
  readonly natDstPort?: number;
  readonly initiatorOctets?: number;
  readonly responderOctets?: number;
  readonly initiatorPackets?: number;
  readonly responderPackets?: number;
  readonly reverseOctets?: number;
  readonly reversePackets?: number;
  readonly reverseTcpFlags?: number;
  readonly biflowDirection?: number;
  readonly firewallEvent?: number;
  readonly direction?: number;
  readonly flowEndReason?: number;
  readonly eventTimeMs?: number;
  readonly inputIf?: number;
  readonly outputIf?: number;
}
