import { FIXED_LAYOUTS } from './fixed-layouts.ts';

/** The header of an export message, the same for all versions; times in milliseconds. */
export interface MessageHeader {
  readonly version: 1 | 5 | 7 | 9 | 10;
  readonly length: number;
  /** Records (1, 5, 7, 9) or bytes (10) that the header states. */
  readonly count: number;
  readonly exportTime: number;
  /** Milliseconds since the exporter started; NaN in IPFIX, which does not say. */
  readonly uptime: number;
  readonly sequence: number;
  readonly domain: number;
  /** N of "1 in N" (5); null when not sampled. */
  readonly sampling: number | null;
}

const HEADER_LENGTHS: Readonly<Record<number, number>> = {
  1: FIXED_LAYOUTS[1].headerLength,
  5: FIXED_LAYOUTS[5].headerLength,
  7: FIXED_LAYOUTS[7].headerLength,
  9: 20,
  10: 16,
};

/** Reads the header; a problem code when there is none to read. */
export function readMessageHeader(view: DataView): MessageHeader | 'datagram-too-short' | 'unknown-version' {
  if (view.byteLength < 2) return 'datagram-too-short';
  const version = view.getUint16(0);
  const length = HEADER_LENGTHS[version];
  if (length === undefined) return 'unknown-version';
  if (view.byteLength < length) return 'datagram-too-short';
  const count = view.getUint16(2);
  if (version === 10) {
    return {
      version,
      length,
      count,
      exportTime: view.getUint32(4) * 1000,
      uptime: Number.NaN,
      sequence: view.getUint32(8),
      domain: view.getUint32(12),
      sampling: null,
    };
  }
  const uptime = view.getUint32(4);
  const seconds = view.getUint32(8);
  if (version === 9) {
    return {
      version,
      length,
      count,
      exportTime: seconds * 1000,
      uptime,
      sequence: view.getUint32(12),
      domain: view.getUint32(16),
      sampling: null,
    };
  }
  return {
    version: version as 1 | 5 | 7,
    length,
    count,
    exportTime: seconds * 1000 + Math.floor(view.getUint32(12) / 1_000_000),
    uptime,
    sequence: version === 1 ? 0 : view.getUint32(16),
    // Engine type and engine id.
    domain: version === 5 ? view.getUint16(20) : 0,
    // The upper two bits are the mode.
    sampling: version === 5 ? view.getUint16(22) & 0x3fff || null : null,
  };
}
