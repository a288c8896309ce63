import { type IpBytes, type IpPrefix, parseIp } from '@scopemap/net';

/** Addresses `low` to `high`, both included; the same for a single one. IPv4 as numbers, IPv6 as big integers. */
export type AddressRange =
  | { readonly family: 4; readonly low: number; readonly high: number }
  | { readonly family: 6; readonly low: bigint; readonly high: bigint };

export const HIGHEST_IPV4 = 0xffff_ffff;
export const HIGHEST_IPV6 = (1n << 128n) - 1n;

export function ipv4Number(bytes: IpBytes): number {
  const [a, b, c, d] = bytes as unknown as [number, number, number, number];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

export function ipv6Number(bytes: IpBytes): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/** The range of one address; null when the text is none. */
export function rangeOfAddress(text: string): AddressRange | null {
  const bytes = parseIp(text);
  if (!bytes) return null;
  if (bytes.length === 4) {
    const value = ipv4Number(bytes);
    return { family: 4, low: value, high: value };
  }
  const value = ipv6Number(bytes);
  return { family: 6, low: value, high: value };
}

export function rangeOfPrefix({ bytes, length }: IpPrefix): AddressRange {
  if (bytes.length === 4) {
    const low = ipv4Number(bytes);
    return { family: 4, low, high: low + 2 ** (32 - length) - 1 };
  }
  const low = ipv6Number(bytes);
  return { family: 6, low, high: low + (1n << BigInt(128 - length)) - 1n };
}
