import {
  canonicalIp,
  compareIp,
  formatIp,
  formatPrefix,
  type IpPrefix,
  maskIp,
  parseIp,
  parsePrefix,
} from '@scopemap/net';
import type { AddressTerm } from '../model/address-set.ts';

/** A prefix whose bits behind its length are dropped, as routers and firewalls do; null when the text is no prefix. */
export function loosePrefix(text: string): IpPrefix | null {
  const exact = parsePrefix(text);
  if (exact) return exact;
  const slash = text.indexOf('/');
  const bytes = slash < 0 ? null : parseIp(text.slice(0, slash));
  const tail = text.slice(slash + 1);
  if (!bytes || !/^[0-9]{1,3}$/.test(tail) || Number(tail) > bytes.length * 8) return null;
  return { bytes: maskIp(bytes, Number(tail)), length: Number(tail) };
}

/** `10.0.0.0/8`, `10.0.0.1` or `10.0.0.1-10.0.0.9` as a term; null when it is none of them. */
export function readAddressTerm(text: string): AddressTerm | null {
  const prefix = loosePrefix(text);
  if (prefix) return { kind: 'prefix', prefix: formatPrefix(prefix) };
  const dash = text.indexOf('-');
  return dash < 0 ? null : rangeTerm(text.slice(0, dash), text.slice(dash + 1));
}

/** The addresses from `from` to `to`; null when they are no addresses of one family, or in the wrong order. */
export function rangeTerm(from: string, to: string): AddressTerm | null {
  const low = canonicalIp(from.trim());
  const high = canonicalIp(to.trim());
  if (!low || !high || low.includes(':') !== high.includes(':') || compareIp(low, high) > 0) return null;
  return { kind: 'range', from: low, to: high };
}

/** One address; null when the text is none. */
export function hostTerm(text: string): AddressTerm | null {
  const bytes = parseIp(text);
  return bytes && { kind: 'prefix', prefix: `${formatIp(bytes)}/${bytes.length * 8}` };
}

/** IPv4 address with subnet mask (`255.255.255.0`). Null when either is no address or the mask has gaps. */
export function maskedTerm(address: string, mask: string): AddressTerm | null {
  const bytes = parseIp(address);
  const length = maskLength(mask);
  if (bytes?.length !== 4 || length === null) return null;
  return { kind: 'prefix', prefix: formatPrefix({ bytes: maskIp(bytes, length), length }) };
}

/** Prefix length of a dotted subnet mask; null when it is none or has gaps. */
export function maskLength(mask: string): number | null {
  const bytes = parseIp(mask);
  if (bytes?.length !== 4) return null;
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const length = bits.indexOf('0') < 0 ? 32 : bits.indexOf('0');
  return bits.slice(length).includes('1') ? null : length;
}

/** IPv4 address with wildcard mask (a set bit may have any value). Null when either is no address. */
export function wildcardTerm(address: string, wildcard: string): AddressTerm | null {
  const bytes = parseIp(address);
  const bits = parseIp(wildcard);
  if (bytes?.length !== 4 || bits?.length !== 4) return null;
  const inverted = formatIp(bits.map((byte) => ~byte & 0xff));
  return maskedTerm(address, inverted) ?? { kind: 'wildcard', address: formatIp(bytes), wildcard: formatIp(bits) };
}
