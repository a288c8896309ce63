/** Builders of capture files in every variant, for tests: bytes are laid out here independently of the readers. */

export interface TestPacket {
  readonly bytes: Uint8Array;
  readonly originalLength?: number;
  /** Seconds since 1970 and the fraction in units of the file. */
  readonly seconds?: number;
  readonly fraction?: number;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Numbers in the given widths, one after the other: `pack(true, [2, 1], [4, 7])`. */
export function pack(
  little: boolean,
  ...fields: readonly (readonly [width: 2 | 4 | 8, value: number | bigint])[]
): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [width]) => sum + width, 0)));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, Number(value), little);
    else if (width === 4) view.setUint32(at, Number(value), little);
    else view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), little);
    at += width;
  }
  return new Uint8Array(view.buffer);
}

export interface PcapVariant {
  readonly little: boolean;
  readonly nanoseconds: boolean;
  readonly linkType?: number;
}

export function pcapFile(variant: PcapVariant, packets: readonly TestPacket[]): Uint8Array {
  const { little, nanoseconds, linkType = 1 } = variant;
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  const parts = [pack(little, [4, magic], [2, 2], [2, 4], [4, 0], [4, 0], [4, 65_535], [4, linkType])];
  for (const { bytes, originalLength = bytes.length, seconds = 0, fraction = 0 } of packets) {
    parts.push(pack(little, [4, seconds], [4, fraction], [4, bytes.length], [4, originalLength]), bytes);
  }
  return concatBytes(parts);
}

/** A pcapng block with its body padded to 4 bytes and its length at both ends. */
export function pcapngBlock(little: boolean, type: number, body: Uint8Array): Uint8Array {
  const padding = new Uint8Array(-body.length & 3);
  const length = body.length + padding.length + 12;
  return concatBytes([pack(little, [4, type], [4, length]), body, padding, pack(little, [4, length])]);
}

export function sectionHeader(little: boolean): Uint8Array {
  return pcapngBlock(little, 0x0a0d0d0a, pack(little, [4, 0x1a2b3c4d], [2, 1], [2, 0], [8, -1]));
}

export interface TestInterface {
  readonly linkType?: number;
  readonly snapLength?: number;
  /** if_tsresol: exponent of 10, or of 2 with the highest bit. */
  readonly resolution?: number;
  /** if_tsoffset in seconds. */
  readonly offset?: number;
}

export function interfaceBlock(little: boolean, options: TestInterface = {}): Uint8Array {
  const { linkType = 1, snapLength = 0, resolution, offset } = options;
  const body = [pack(little, [2, linkType], [2, 0], [4, snapLength])];
  // if_name first: options before the wanted ones have to be passed over, with their padding.
  body.push(pack(little, [2, 2], [2, 5]), new Uint8Array([101, 116, 104, 48, 49, 0, 0, 0]));
  if (resolution !== undefined) body.push(pack(little, [2, 9], [2, 1]), new Uint8Array([resolution, 0, 0, 0]));
  if (offset !== undefined) body.push(pack(little, [2, 14], [2, 8], [8, offset]));
  body.push(pack(little, [2, 0], [2, 0]));
  return pcapngBlock(little, 1, concatBytes(body));
}

export function enhancedPacket(
  little: boolean,
  interfaceId: number,
  timestamp: bigint,
  bytes: Uint8Array,
  originalLength = bytes.length,
): Uint8Array {
  const head = pack(
    little,
    [4, interfaceId],
    [4, timestamp >> 32n],
    [4, timestamp & 0xffff_ffffn],
    [4, bytes.length],
    [4, originalLength],
  );
  return pcapngBlock(little, 6, concatBytes([head, bytes]));
}

export function simplePacket(little: boolean, bytes: Uint8Array, originalLength = bytes.length): Uint8Array {
  return pcapngBlock(little, 3, concatBytes([pack(little, [4, originalLength]), bytes]));
}
