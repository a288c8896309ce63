import { formatIp } from '@scopemap/net';
import type { ColumnName, FlowColumns } from './flow-columns.ts';
import type { FlowExtra, FlowRecord, InnerHeader } from './flow-record.ts';
import { readFrameHeaders } from './sampled-frame.ts';
import { SAMPLING_SOURCES } from './sampling.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Extra values that are a number in a column of the same name. */
const NUMBERS = [
  'icmpType',
  'icmpCode',
  'natSrcPort',
  'natDstPort',
  'octetsOut',
  'packetsOut',
  'initiatorOctets',
  'responderOctets',
  'initiatorPackets',
  'responderPackets',
  'reverseOctets',
  'reversePackets',
  'reverseTcpFlags',
  'reverseStart',
  'reverseEnd',
  'initialTcpFlags',
  'reverseInitialTcpFlags',
  'biflowDirection',
  'firewallEvent',
  'natEvent',
  'direction',
  'flowEndReason',
  'eventTimeMs',
  'inputIf',
  'outputIf',
  'vlan',
  'postVlan',
] as const satisfies readonly (ColumnName & keyof FlowExtra)[];

const MACS = ['srcMac', 'dstMac'] as const;

/** The record in one row of a batch. */
export function recordFromColumns(columns: FlowColumns, row: number): FlowRecord {
  const { column } = columns;
  const ipVersion = column.ipVersion[row] === 4 ? 4 : column.ipVersion[row] === 6 ? 6 : null;
  return {
    version: columns.version,
    exporter: columns.datagram.exporter,
    domain: columns.domain,
    sequence: columns.sequence,
    templateId: columns.templateId,
    ipVersion,
    srcAddr: addressOf(columns, row, ipVersion, 'srcAddr4', 'srcAddr6'),
    dstAddr: addressOf(columns, row, ipVersion, 'dstAddr4', 'dstAddr6'),
    srcPort: integer(column.srcPort[row]),
    dstPort: integer(column.dstPort[row]),
    protocol: integer(column.protocol[row]),
    tcpFlags: integer(column.tcpFlags[row]),
    octets: number(column.octets[row]),
    packets: number(column.packets[row]),
    start: number(column.start[row]),
    end: number(column.end[row]),
    sampling: number(column.sampling[row]),
    samplingSource: SAMPLING_SOURCES[columns.samplingSource[row] as number] ?? null,
    extra: extraOf(columns, row, ipVersion),
  };
}

function integer(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value;
}

function number(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function extraOf(columns: FlowColumns, row: number, ipVersion: 4 | 6 | null): FlowExtra {
  const extra: Mutable<FlowExtra> = {};
  for (const name of NUMBERS) {
    if (!columns.has(name)) continue;
    const value = columns.column[name][row] as number;
    if (!Number.isNaN(value)) extra[name] = value;
  }
  const natSrcAddr = translatedAddress(columns, row, 'natSrcAddr4', 'natSrcAddr6');
  const natDstAddr = translatedAddress(columns, row, 'natDstAddr4', 'natDstAddr6');
  if (natSrcAddr !== null) extra.natSrcAddr = natSrcAddr;
  if (natDstAddr !== null) extra.natDstAddr = natDstAddr;
  for (const name of MACS) {
    const value = columns.has(name) ? number(columns.column[name][row]) : null;
    if (value !== null) extra[name] = formatMac(value);
  }
  const client = clientOf(columns, row, ipVersion);
  if (client) extra.client = client;
  const inner = innerOf(columns, row);
  if (inner) extra.inner = inner;
  if (ipVersion === null && columns.has('frameOffset')) addFrame(columns, row, extra);
  return extra;
}

/** The address of a row by its family; null when the template does not name it. */
function addressOf(
  columns: FlowColumns,
  row: number,
  family: 4 | 6 | null,
  four: Address4,
  six: Address6,
): string | null {
  if (family === 4 && columns.has(four)) return ipv4(columns.column[four], row);
  if (family === 6 && columns.has(six)) return ipv6(columns.column[six], row);
  return null;
}

type Address4 =
  | 'srcAddr4'
  | 'dstAddr4'
  | 'natSrcAddr4'
  | 'natDstAddr4'
  | 'innerSrcAddr4'
  | 'innerDstAddr4'
  | 'clientAddr4'
  | 'serverAddr4';
type Address6 =
  | 'srcAddr6'
  | 'dstAddr6'
  | 'natSrcAddr6'
  | 'natDstAddr6'
  | 'innerSrcAddr6'
  | 'innerDstAddr6'
  | 'clientAddr6'
  | 'serverAddr6';

/** Translation can change the family, so the record's own does not decide: the one that is not 0 does. */
function translatedAddress(columns: FlowColumns, row: number, four: Address4, six: Address6): string | null {
  const both = columns.has(four) && columns.has(six);
  if (columns.has(four) && !(both && columns.column[four][row] === 0)) return ipv4(columns.column[four], row);
  return columns.has(six) ? ipv6(columns.column[six], row) : null;
}

/** Which end the exporter calls the client, when it says so by naming the addresses. */
function clientOf(columns: FlowColumns, row: number, ipVersion: 4 | 6 | null): FlowExtra['client'] | null {
  if (columns.sourceIsClient) return 'source';
  const client = addressOf(columns, row, ipVersion, 'clientAddr4', 'clientAddr6');
  if (client === null) return null;
  if (client === addressOf(columns, row, ipVersion, 'srcAddr4', 'srcAddr6')) return 'source';
  return client === addressOf(columns, row, ipVersion, 'dstAddr4', 'dstAddr6') ? 'destination' : null;
}

function innerOf(columns: FlowColumns, row: number): InnerHeader | null {
  const four = columns.has('innerSrcAddr4') || columns.has('innerDstAddr4');
  const six = columns.has('innerSrcAddr6') || columns.has('innerDstAddr6');
  if (!four && !six) return null;
  const { column } = columns;
  const addresses4 =
    (columns.has('innerSrcAddr4') ? (column.innerSrcAddr4[row] as number) : 0) |
    (columns.has('innerDstAddr4') ? (column.innerDstAddr4[row] as number) : 0);
  const ipVersion = four && (!six || addresses4 !== 0) ? 4 : 6;
  const innerNumber = (name: 'innerSrcPort' | 'innerDstPort' | 'innerProtocol' | 'innerTcpFlags') =>
    columns.has(name) ? number(column[name][row]) : null;
  return {
    ipVersion,
    srcAddr: addressOf(columns, row, ipVersion, 'innerSrcAddr4', 'innerSrcAddr6'),
    dstAddr: addressOf(columns, row, ipVersion, 'innerDstAddr4', 'innerDstAddr6'),
    srcPort: innerNumber('innerSrcPort'),
    dstPort: innerNumber('innerDstPort'),
    protocol: innerNumber('innerProtocol'),
    tcpFlags: innerNumber('innerTcpFlags'),
  };
}

function addFrame({ column, datagram }: FlowColumns, row: number, extra: Mutable<FlowExtra>): void {
  const offset = column.frameOffset[row] as number;
  const frame = datagram.payload.subarray(offset, offset + (column.frameLength[row] as number));
  extra.frameIe = column.frameElement[row] as number;
  extra.frame = Array.from(frame, (byte) => byte.toString(16).padStart(2, '0')).join('');
  extra.frameHeaders = readFrameHeaders(frame, extra.frameIe);
}

function ipv4(addresses: Uint32Array, row: number): string {
  const word = addresses[row] as number;
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

function ipv6(words: Uint32Array, row: number): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i++) view.setUint32(i * 4, words[row * 4 + i] as number);
  return formatIp(bytes);
}

function formatMac(value: number): string {
  return (value.toString(16).padStart(12, '0').match(/../g) ?? []).join(':');
}
