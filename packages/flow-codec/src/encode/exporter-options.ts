import type { FlowExtra, FlowRecord } from '../flow-record.ts';

/**
 * What an exporter needs of a flow. Only what the flow has is sent, so a {@link FlowRecord} can be given as it is. Not
 * sent: inner headers, sampled frames, and the sampling of the record, which is the exporter's.
 */
export type ExportedFlow = Pick<FlowRecord, 'srcAddr' | 'dstAddr' | 'protocol'> &
  Partial<Pick<FlowRecord, 'srcPort' | 'dstPort' | 'tcpFlags' | 'octets' | 'packets' | 'start' | 'end'>> & {
    readonly extra?: FlowExtra;
  };

export interface ExporterOptions {
  readonly version: 5 | 9 | 10;
  /** Observation domain id, source id, or engine type * 256 + engine id. Default 0. */
  readonly domain?: number;
  /** When the exporter started: milliseconds since 1970 UTC, a whole number. Times of v5 and v9 are relative to it. */
  readonly bootTime: number;
  /** N of "1 in N": in the header of v5, as options data of v9 and IPFIX. Absent: nothing is said about sampling. */
  readonly sampling?: number;
  /**
   * Templates and options data come in the first and every n-th packet; a template that is needed for the first time,
   * or did not fit there, comes right before its first record. Default 20.
   */
  readonly templateRefresh?: number;
  /** Largest payload in bytes. Default 1400. */
  readonly maxPayload?: number;
}

export interface FlowExporter {
  /**
   * Export datagrams for the flows, in their order. `exportTime` is in milliseconds since 1970 UTC and not before the
   * boot. v5 and v9 have no reverse elements: a biflow (`extra.reverseOctets`...) becomes two records there. Times lose
   * their fraction of a millisecond. Throws RangeError for a flow that the version cannot express (IPv6 in v5, counters
   * too large ...); sequence numbers are then as if the call had not been made.
   */
  exportFlows(flows: Iterable<ExportedFlow>, exportTime: number): Uint8Array[];
}
