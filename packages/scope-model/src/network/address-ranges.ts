import { parseIp, parsePrefix } from '@scopemap/net';

/**
 * A set of addresses: inclusive ranges as pairs of numbers, ascending and apart from each other. Both families share one
 * line of numbers, IPv6 from 0 and IPv4 behind it, so that one kind of range serves for both.
 */
export type AddressRanges = readonly bigint[];

const IPV4_BASE = 1n << 128n;
/** The first 96 bits of `::ffff:0:0/96`. */
const MAPPED = 0xffffn;
export const ALL_ADDRESSES: AddressRanges = [0n, IPV4_BASE + 0xffff_ffffn];

function numberOf(bytes: Uint8Array): bigint {
  if (bytes.length === 4) {
    const [a, b, c, d] = bytes as unknown as [number, number, number, number];
    return IPV4_BASE + BigInt(((a << 24) | (b << 16) | (c << 8) | d) >>> 0);
  }
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  // IPv4 written as IPv6 (RFC 4291 2.5.5.2) is that IPv4 address.
  return value >> 32n === MAPPED ? IPV4_BASE + (value & 0xffff_ffffn) : value;
}

/** A plain dotted address without the detour over bytes, since there are many; -1 for everything else. */
function dottedNumber(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      if (octet === 0) return -1;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return -1;
    } else if (digit === -2 && octet >= 0) {
      value = value * 256 + octet;
      octet = -1;
      dots++;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

/** The place of an address on the line of all addresses; null when the text is none. */
export function addressNumber(text: string): bigint | null {
  const dotted = dottedNumber(text);
  if (dotted >= 0) return IPV4_BASE + BigInt(dotted);
  const bytes = parseIp(text);
  return bytes && numberOf(bytes);
}

/** First and last address of a prefix; null when the text is none. */
export function prefixRange(text: string): readonly [bigint, bigint] | null {
  const prefix = parsePrefix(text);
  if (!prefix) return null;
  const first = numberOf(prefix.bytes);
  return [first, first + (1n << BigInt(prefix.bytes.length * 8 - prefix.length)) - 1n];
}

/** The union of any ranges, in any order. */
export function mergeRanges(pairs: readonly (readonly [bigint, bigint])[]): AddressRanges {
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const merged: bigint[] = [];
  for (const [from, to] of sorted) {
    const end = merged.length - 1;
    if (end > 0 && from <= (merged[end] as bigint) + 1n) {
      if (to > (merged[end] as bigint)) merged[end] = to;
    } else merged.push(from, to);
  }
  return merged;
}

/** The addresses of canonical prefixes; null stands for all. Texts that are no prefixes hold nothing. */
export function prefixRanges(prefixes: readonly string[] | null): AddressRanges {
  if (prefixes === null) return ALL_ADDRESSES;
  return mergeRanges(prefixes.map(prefixRange).filter((range) => range !== null));
}

export function pairsOf(ranges: AddressRanges): [bigint, bigint][] {
  const pairs: [bigint, bigint][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i] as bigint, ranges[i + 1] as bigint]);
  return pairs;
}

export function unionRanges(sets: readonly AddressRanges[]): AddressRanges {
  return sets.length === 1 ? (sets[0] as AddressRanges) : mergeRanges(sets.flatMap(pairsOf));
}

export function intersectRanges(a: AddressRanges, b: AddressRanges): AddressRanges {
  const common: bigint[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [aFrom, aTo, bFrom, bTo] = [a[i], a[i + 1], b[j], b[j + 1]] as [bigint, bigint, bigint, bigint];
    const from = aFrom > bFrom ? aFrom : bFrom;
    const to = aTo < bTo ? aTo : bTo;
    if (from <= to) common.push(from, to);
    if (aTo < bTo) i += 2;
    else j += 2;
  }
  return common;
}

/** What is in `a` and not in `b`. */
export function subtractRanges(a: AddressRanges, b: AddressRanges): AddressRanges {
  const left: bigint[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let from = a[i] as bigint;
    const to = a[i + 1] as bigint;
    while (j < b.length && (b[j + 1] as bigint) < from) j += 2;
    for (let k = j; k < b.length && (b[k] as bigint) <= to && from <= to; k += 2) {
      if ((b[k] as bigint) > from) left.push(from, (b[k] as bigint) - 1n);
      if ((b[k + 1] as bigint) + 1n > from) from = (b[k + 1] as bigint) + 1n;
    }
    if (from <= to) left.push(from, to);
  }
  return left;
}

export function coversRanges(outer: AddressRanges, inner: AddressRanges): boolean {
  return subtractRanges(inner, outer).length === 0;
}

/** Index of the range that holds the number, or -1. */
export function rangeIndex(ranges: AddressRanges, address: bigint): number {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (address < (ranges[middle * 2] as bigint)) high = middle - 1;
    else if (address > (ranges[middle * 2 + 1] as bigint)) low = middle + 1;
    else return middle;
  }
  return -1;
}

export function inRanges(ranges: AddressRanges, address: bigint): boolean {
  return rangeIndex(ranges, address) >= 0;
}
