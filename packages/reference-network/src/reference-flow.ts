/** One exported record, one direction, as an exporter would send it. */
export interface ReferenceFlow {
  /** Id of the {@link RelationshipTruth} it comes from. */
  readonly truth: string;
  /** Address of the exporter. */
  readonly exporter: string;
  readonly domain: number;
  readonly version: 5 | 9 | 10;
  readonly srcAddr: string;
  readonly dstAddr: string;
  /** 0 for protocols without ports; ICMP type * 256 + code stands in `dstPort`, as exporters do it. */
  readonly srcPort: number;
  readonly dstPort: number;
  readonly protocol: number;
  readonly tcpFlags: number;
  readonly octets: number;
  readonly packets: number;
  /** Milliseconds since 1970 UTC; start <= end. */
  readonly start: number;
  readonly end: number;
  readonly inputIf: number;
  readonly outputIf: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  /** Source after translation (elements 225 and 227), only on IPFIX exporters at the NAT gateway. */
  readonly natSrcAddr?: string;
  readonly natSrcPort?: number;
}
