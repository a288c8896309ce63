/**
 * One normalised data record: the same vocabulary for NetFlow v5, v9 and IPFIX. A value is null when the record does not
 * have the element; nothing is guessed. The key names are those that `scopemap decode` prints.
 */
export interface FlowRecord {
  /** Version of the export protocol. */
  readonly version: 1 | 5 | 7 | 9 | 10;
  /** Canonical address of the exporter (source address of the datagram). */
  readonly exporter: string;
  /** Observation domain id (IPFIX), source id (v9), engine type * 256 + engine id (v5). */
  readonly domain: number;
  /** Sequence number of the message header. */
  readonly sequence: number;
  /** Template id; null for versions without templates. */
  readonly templateId: number | null;
  readonly ipVersion: 4 | 6 | null;
  /** Canonical address texts. */
  readonly srcAddr: string | null;
  readonly dstAddr: string | null;
  /** Transport ports as sent, also for ICMP (where some exporters put type and code into the destination port). */
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  /** OR of the TCP flags of the flow, 8 or 16 bits. */
  readonly tcpFlags: number | null;
  /** Exact counts as sent, never multiplied by the sampling rate. */
  readonly octets: number | null;
  readonly packets: number | null;
  /** Milliseconds since 1970 UTC. */
  readonly start: number | null;
  readonly end: number | null;
  /** N of "1 in N"; null when the exporter did not say. */
  readonly sampling: number | null;
  readonly samplingSource: 'v5-header' | 'record' | 'options' | null;
  /** Further values, only those that the record has. */
  readonly extra: FlowExtra;
}

/** Optional parts of a {@link FlowRecord}; element numbers are IANA's unless said otherwise. */
export interface FlowExtra {
  /** 32/139 or 176-179. */
  icmpType?: number;
  icmpCode?: number;
  /** 225-228, 281/282, or ASA's 40001-40004. */
  natSrcAddr?: string;
  natDstAddr?: string;
  natSrcPort?: number;
  natDstPort?: number;
  /** 23/24. */
  octetsOut?: number;
  packetsOut?: number;
  /** 231, 232, 298, 299. */
  initiatorOctets?: number;
  responderOctets?: number;
  initiatorPackets?: number;
  responderPackets?: number;
  /** Reverse information elements (RFC 5103, enterprise 29305). */
  reverseOctets?: number;
  reversePackets?: number;
  reverseTcpFlags?: number;
  /** Milliseconds since 1970 UTC. */
  reverseStart?: number;
  reverseEnd?: number;
  /** Flags of the first packet of either direction (YAF, enterprise 6871). */
  initialTcpFlags?: number;
  reverseInitialTcpFlags?: number;
  /** 239 (RFC 5103): 0 arbitrary, 1 initiator, 2 reverse initiator, 3 perimeter. */
  biflowDirection?: number;
  /** 233 or ASA's 40005: 1 created, 2 deleted, 3 denied, 4 alert, 5 update. */
  firewallEvent?: number;
  /** 230 (RFC 8158): 1 and 2 are session created and deleted. */
  natEvent?: number;
  /** The end that the exporter itself names the client (Cisco AVC). */
  client?: 'source' | 'destination';
  /** 61: 0 ingress, 1 egress at the interface. Not client/server. */
  direction?: number;
  /** 136. */
  flowEndReason?: number;
  /** 322-325. */
  eventTimeMs?: number;
  /** 10/14. */
  inputIf?: number;
  outputIf?: number;
  /** 58/59. */
  vlan?: number;
  postVlan?: number;
  /** 56/80 or 81/57, lower-case colon form. */
  srcMac?: string;
  dstMac?: string;
  /** Inner header of a tunnel template. */
  inner?: InnerHeader;
  /** Element whose sampled frame stands in for missing address elements (315, 313 or 104), the frame in hex, and its IP headers, outermost first. */
  frameIe?: number;
  frame?: string;
  frameHeaders?: FrameHeader[];
}

/** The inner packet of a tunnel; a value is null when the template does not have it. */
export interface InnerHeader {
  readonly ipVersion: 4 | 6;
  readonly srcAddr: string | null;
  readonly dstAddr: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  readonly tcpFlags: number | null;
}

/** One IP header in a sampled frame; the ports are there when the frame reaches so far. */
export interface FrameHeader {
  readonly ipVersion: 4 | 6;
  readonly srcAddr: string;
  readonly dstAddr: string;
  readonly protocol: number;
  /** Length of the IP packet by its header. */
  readonly length: number;
  readonly srcPort?: number;
  readonly dstPort?: number;
}
