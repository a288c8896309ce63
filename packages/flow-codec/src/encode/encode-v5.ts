import { parseIp } from '@scopemap/net';
import { ByteWriter } from './byte-writer.ts';

const TYPICAL_LENGTH = 1500;

/** A NetFlow v5 message; see Cisco's table of the 24-byte header and the 48-byte record. */
export interface V5Message {
  /** Milliseconds since boot at export. */
  readonly sysUptime: number;
  /** Export time: seconds since 1970 and the nanoseconds in it. */
  readonly exportSeconds: number;
  readonly exportNanoseconds?: number;
  /** Flows sent before this message. */
  readonly sequence: number;
  readonly engineType?: number;
  readonly engineId?: number;
  /** 2-bit mode (1 deterministic, 2 random) and 14-bit interval. */
  readonly samplingMode?: number;
  readonly samplingInterval?: number;
  readonly records: readonly V5Record[];
  /** Count field when it shall lie, for tests of decoders. */
  readonly count?: number;
}

/** Addresses are dotted decimal, what is absent is 0. */
export interface V5Record {
  readonly srcAddr: string;
  readonly dstAddr: string;
  readonly nextHop?: string;
  readonly inputIf?: number;
  readonly outputIf?: number;
  readonly packets: number;
  readonly octets: number;
  /** Milliseconds since boot. */
  readonly first: number;
  readonly last: number;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly tcpFlags?: number;
  readonly protocol: number;
  readonly tos?: number;
  readonly srcAs?: number;
  readonly dstAs?: number;
  readonly srcMask?: number;
  readonly dstMask?: number;
}

function writeIpv4(writer: ByteWriter, text: string): void {
  const bytes = parseIp(text);
  if (bytes?.length !== 4) throw new RangeError(`NetFlow v5 carries IPv4 addresses only, not ${text}`);
  writer.bytes(bytes);
}

function writeV5Record(writer: ByteWriter, record: V5Record): void {
  writeIpv4(writer, record.srcAddr);
  writeIpv4(writer, record.dstAddr);
  writeIpv4(writer, record.nextHop ?? '0.0.0.0');
  writer.u16(record.inputIf ?? 0).u16(record.outputIf ?? 0);
  writer.u32(record.packets).u32(record.octets).u32(record.first).u32(record.last);
  writer.u16(record.srcPort).u16(record.dstPort).zeros(1);
  writer
    .u8(record.tcpFlags ?? 0)
    .u8(record.protocol)
    .u8(record.tos ?? 0);
  writer.u16(record.srcAs ?? 0).u16(record.dstAs ?? 0);
  writer
    .u8(record.srcMask ?? 0)
    .u8(record.dstMask ?? 0)
    .zeros(2);
}

/** Bytes of the message. Throws RangeError for an IPv6 address and for every value that does not fit its field. */
export function encodeV5(message: V5Message): Uint8Array {
  const mode = message.samplingMode ?? 0;
  const interval = message.samplingInterval ?? 0;
  if (mode > 3 || interval > 0x3fff)
    throw new RangeError(`v5 sampling mode ${mode}, interval ${interval}: 2 and 14 bits`);
  const writer = new ByteWriter(TYPICAL_LENGTH);
  writer.u16(5).u16(message.count ?? message.records.length);
  writer
    .u32(message.sysUptime)
    .u32(message.exportSeconds)
    .u32(message.exportNanoseconds ?? 0)
    .u32(message.sequence);
  writer
    .u8(message.engineType ?? 0)
    .u8(message.engineId ?? 0)
    .u16((mode << 14) | interval);
  for (const record of message.records) writeV5Record(writer, record);
  return writer.toBytes();
}
