import { ByteWriter } from './byte-writer.ts';
import { writeSets } from './encode-sets.ts';
import type { MessageSet } from './field-specifier.ts';

const TYPICAL_LENGTH = 1500;

/** A NetFlow v9 message (RFC 3954 section 5.1). */
export interface V9Message {
  /** Milliseconds since boot at export. */
  readonly sysUptime: number;
  /** Seconds since 1970. */
  readonly exportTime: number;
  /** Messages sent before this one by the same source id, modulo 2^32. */
  readonly sequence: number;
  readonly sourceId: number;
  readonly sets: readonly MessageSet[];
}

/** Bytes of the message; the header counts template and data records. Throws RangeError when a value does not fit its field. */
export function encodeV9(message: V9Message): Uint8Array {
  const writer = new ByteWriter(TYPICAL_LENGTH);
  writer.u16(9).u16(0).u32(message.sysUptime).u32(message.exportTime).u32(message.sequence).u32(message.sourceId);
  writer.setU16(2, writeSets(writer, message.sets, 9));
  return writer.toBytes();
}
