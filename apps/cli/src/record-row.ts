import type { DecodedRecord } from '@scopemap/flow-codec';

/** Columns of the CSV form, in the order of the JSON form. */
export const RECORD_COLUMNS = [
  'packet',
  'set',
  'record',
  'version',
  'exporter',
  'domain',
  'sequence',
  'templateId',
  'ipVersion',
  'srcAddr',
  'dstAddr',
  'srcPort',
  'dstPort',
  'protocol',
  'tcpFlags',
  'octets',
  'packets',
  'start',
  'end',
  'sampling',
  'samplingSource',
] as const;

/** One record as `scopemap decode` prints it: its place in the file, then the normalised values. */
export function recordRow(decoded: DecodedRecord): Record<string, unknown> {
  return { packet: decoded.packet, set: decoded.set, record: decoded.record, ...decoded.flow };
}
