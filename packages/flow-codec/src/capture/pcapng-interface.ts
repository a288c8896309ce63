import { read16, read32 } from './byte-order.ts';

/** What an interface description block says about the packets of its interface. */
export interface PcapngInterface {
  readonly linkType: number;
  /** 0: no limit. */
  readonly snapLength: number;
  /** Timestamp units per second (if_tsresol); microseconds unless said. */
  readonly unitsPerSecond: bigint;
  /** Seconds to add to every timestamp (if_tsoffset). */
  readonly offsetSeconds: number;
}

const OPTIONS_AT = 16;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;

function readSigned64(bytes: Uint8Array, at: number, little: boolean): number {
  const high = BigInt(read32(bytes, little ? at + 4 : at, little));
  const low = BigInt(read32(bytes, little ? at : at + 4, little));
  return Number(BigInt.asIntN(64, (high << 32n) | low));
}

/** `block` is a whole interface description block with its lengths. Damaged options end the list of options. */
export function parseInterface(block: Uint8Array, little: boolean): PcapngInterface {
  let unitsPerSecond = 1_000_000n;
  let offsetSeconds = 0;
  const end = block.length - 4;
  for (let at = OPTIONS_AT; at + 4 <= end; ) {
    const code = read16(block, at, little);
    const length = read16(block, at + 2, little);
    const value = at + 4;
    if (code === 0 || value + length > end) break;
    if (code === IF_TSRESOL && length >= 1) {
      const resolution = block[value] as number;
      unitsPerSecond = (resolution & 0x80 ? 2n : 10n) ** BigInt(resolution & 0x7f);
    }
    if (code === IF_TSOFFSET && length >= 8) offsetSeconds = readSigned64(block, value, little);
    at = value + ((length + 3) & ~3);
  }
  return {
    linkType: read16(block, 8, little),
    snapLength: read32(block, 12, little),
    unitsPerSecond,
    offsetSeconds,
  };
}

/** Milliseconds since 1970 UTC of a 64-bit timestamp. */
export function timestampToMs(high: number, low: number, source: PcapngInterface): number {
  const { unitsPerSecond, offsetSeconds } = source;
  if (unitsPerSecond === 1_000_000n && high < 0x20_0000) {
    return (high * 2 ** 32 + low) / 1000 + offsetSeconds * 1000;
  }
  const units = (BigInt(high) << 32n) | BigInt(low);
  const seconds = units / unitsPerSecond;
  const rest = units % unitsPerSecond;
  return (Number(seconds) + offsetSeconds) * 1000 + (Number(rest) * 1000) / Number(unitsPerSecond);
}
