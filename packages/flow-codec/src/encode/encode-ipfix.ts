import { ByteWriter } from './byte-writer.ts';
import { writeSets } from './encode-sets.ts';
import type { MessageSet } from './field-specifier.ts';

const TYPICAL_LENGTH = 1500;

/** An IPFIX message (RFC 7011 section 3). */
export interface IpfixMessage {
  /** Seconds since 1970. */
  readonly exportTime: number;
  /** Data records sent before this message in the same domain, modulo 2^32. */
  readonly sequence: number;
  readonly domain: number;
  readonly sets: readonly MessageSet[];
}

/** Bytes of the message. Throws RangeError when a value does not fit its field or the message exceeds 65535 bytes. */
export function encodeIpfix(message: IpfixMessage): Uint8Array {
  const writer = new ByteWriter(TYPICAL_LENGTH);
  writer.u16(10).u16(0).u32(message.exportTime).u32(message.sequence).u32(message.domain);
  writeSets(writer, message.sets, 10);
  writer.setU16(2, writer.length);
  return writer.toBytes();
}
