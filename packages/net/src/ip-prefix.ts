import { formatIp, type IpBytes, parseIp } from './ip-address.ts';

/** A CIDR prefix. Bits of `bytes` behind `length` are zero. */
export interface IpPrefix {
  readonly bytes: IpBytes;
  readonly length: number;
}

/** `bytes` with every bit behind the first `length` cleared. */
export function maskIp(bytes: IpBytes, length: number): IpBytes {
  const masked = new Uint8Array(bytes.length);
  const whole = length >> 3;
  masked.set(bytes.subarray(0, whole));
  const rest = length & 7;
  if (rest > 0) masked[whole] = (bytes[whole] as number) & (0xff << (8 - rest));
  return masked;
}

/**
 * Reads `10.0.0.0/8`, `2001:db8::/32` or a single address (which counts as /32 or /128). Null when the text is no prefix
 * or has bits set behind its length (`10.0.0.1/8`): that is nearly always a typing error, and guessing would move hosts.
 */
export function parsePrefix(text: string): IpPrefix | null {
  const slash = text.indexOf('/');
  const bytes = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (!bytes) return null;
  const bits = bytes.length * 8;
  if (slash < 0) return { bytes, length: bits };
  const tail = text.slice(slash + 1);
  if (!/^(0|[1-9][0-9]{0,2})$/.test(tail)) return null;
  const length = Number(tail);
  if (length > bits) return null;
  const masked = maskIp(bytes, length);
  return masked.every((byte, i) => byte === bytes[i]) ? { bytes: masked, length } : null;
}

/** Canonical text, always with the length: `10.0.0.0/8`. */
export function formatPrefix(prefix: IpPrefix): string {
  return `${formatIp(prefix.bytes)}/${prefix.length}`;
}

/** True when `address` is of the prefix's family and lies inside it. */
export function prefixContains(prefix: IpPrefix, address: IpBytes): boolean {
  if (address.length !== prefix.bytes.length) return false;
  const whole = prefix.length >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== prefix.bytes[i]) return false;
  const rest = prefix.length & 7;
  if (rest === 0) return true;
  return (((address[whole] as number) ^ (prefix.bytes[whole] as number)) & (0xff << (8 - rest)) & 0xff) === 0;
}
