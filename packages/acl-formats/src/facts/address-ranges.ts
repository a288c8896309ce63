import { formatIp } from '@scopemap/net';
import { HIGHEST_IPV4, HIGHEST_IPV6 } from '../evaluate/address-range.ts';
import type { CompiledAddresses } from '../evaluate/compiled-addresses.ts';

/** A set of addresses: low and high ends in turn, both included, sorted, neither overlapping nor touching. */
export interface AddressRanges {
  readonly v4: readonly number[];
  readonly v6: readonly bigint[];
}

/** Between what a set holds for certain and what it may hold. They are the same object when nothing is uncertain. */
export interface AddressBounds {
  readonly core: AddressRanges;
  readonly hull: AddressRanges;
}

export const ALL_ADDRESSES: AddressRanges = { v4: [0, HIGHEST_IPV4], v6: [0n, HIGHEST_IPV6] };
export const NO_ADDRESSES: AddressRanges = { v4: [], v6: [] };

/** A wildcard mask is written out as at most so many ranges; wider ones stay uncertain. */
const MAX_WILDCARD_RANGES = 256;

/** Sets that rules share (groups) are worked out once. */
const known = new WeakMap<CompiledAddresses, AddressBounds>();

/** What a rule's address set holds, as ranges. Exact but for names that are not known and wide wildcard masks. */
export function addressBounds(set: CompiledAddresses): AddressBounds {
  let bounds = known.get(set);
  if (!bounds) {
    bounds = boundsOf(set);
    known.set(set, bounds);
  }
  return bounds;
}

function boundsOf({ any, negated, v4, v6, wildcards, unknown }: CompiledAddresses): AddressBounds {
  if (any) return same(negated ? NO_ADDRESSES : ALL_ADDRESSES);
  const sure = [pairs(v4)];
  const possible = [pairs(v4)];
  let wide = false;
  for (const { address, wildcard } of wildcards) {
    const ranges = wildcardRanges(address, wildcard);
    wide ||= ranges === null;
    if (ranges) sure.push(ranges);
    possible.push(ranges ?? [prefixAround(address, wildcard)]);
  }
  const certain: AddressRanges = { v4: mergeIpv4(sure.flat()), v6 };
  if (!wide && !unknown) return same(negated ? complementOf(certain) : certain);
  const most = unknown ? ALL_ADDRESSES : { v4: mergeIpv4(possible.flat()), v6 };
  return negated ? { core: complementOf(most), hull: complementOf(certain) } : { core: certain, hull: most };
}

function same(ranges: AddressRanges): AddressBounds {
  return { core: ranges, hull: ranges };
}

type Pair = readonly [number, number];

function pairs(flat: readonly number[]): Pair[] {
  const found: Pair[] = [];
  for (let i = 0; i < flat.length; i += 2) found.push([flat[i] as number, flat[i + 1] as number]);
  return found;
}

function mergeIpv4(ranges: readonly Pair[]): number[] {
  const flat: number[] = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const end = flat.at(-1);
    if (end !== undefined && low <= end + 1) flat[flat.length - 1] = Math.max(end, high);
    else flat.push(low, high);
  }
  return flat;
}

/** The addresses of a wildcard mask; null when they are too many ranges. */
function wildcardRanges(address: number, wildcard: number): Pair[] | null {
  let width = 0;
  while (width < 32 && ((wildcard >>> width) & 1) === 1) width++;
  const scattered: number[] = [];
  for (let bit = width; bit < 32; bit++) if (((wildcard >>> bit) & 1) === 1) scattered.push(bit);
  if (2 ** scattered.length > MAX_WILDCARD_RANGES) return null;
  let lows = [address];
  for (const bit of scattered) lows = lows.flatMap((low) => [low, low + 2 ** bit]);
  return lows.map((low): Pair => [low, low + 2 ** width - 1]);
}

/** The smallest prefix that holds all addresses of a wildcard mask. */
function prefixAround(address: number, wildcard: number): Pair {
  const size = 2 ** (32 - Math.clz32(wildcard));
  const low = address - (address % size);
  return [low, low + size - 1];
}

export function isEmpty({ v4, v6 }: AddressRanges): boolean {
  return v4.length === 0 && v6.length === 0;
}

/** Every address that is not in `ranges`. */
export function complementOf({ v4, v6 }: AddressRanges): AddressRanges {
  return { v4: gaps(v4, 0, HIGHEST_IPV4, 1), v6: gaps(v6, 0n, HIGHEST_IPV6, 1n) };
}

function gaps<Value extends number | bigint>(flat: readonly Value[], first: Value, last: Value, one: Value): Value[] {
  const found: Value[] = [];
  let next: Value = first;
  for (let i = 0; i < flat.length; i += 2) {
    if ((flat[i] as Value) > next) found.push(next, ((flat[i] as never) - (one as never)) as never);
    next = ((flat[i + 1] as never) + (one as never)) as never;
  }
  if (next <= last) found.push(next, last);
  return found;
}

/** The addresses of both. Gives one of the two back when it lies in the other, so that shared sets stay shared. */
export function intersection(a: AddressRanges, b: AddressRanges): AddressRanges {
  if (a === b || a === ALL_ADDRESSES) return b;
  if (b === ALL_ADDRESSES) return a;
  return { v4: common(a.v4, b.v4), v6: common(a.v6, b.v6) };
}

function common<Value extends number | bigint>(a: readonly Value[], b: readonly Value[]): Value[] {
  const found: Value[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const low = (a[i] as Value) > (b[j] as Value) ? (a[i] as Value) : (b[j] as Value);
    const aEnd = a[i + 1] as Value;
    const bEnd = b[j + 1] as Value;
    const high = aEnd < bEnd ? aEnd : bEnd;
    if (low <= high) found.push(low, high);
    if (aEnd < bEnd) i += 2;
    else j += 2;
  }
  return found;
}

/** The addresses of either. */
export function unionOf(a: AddressRanges, b: AddressRanges): AddressRanges {
  return complementOf(intersection(complementOf(a), complementOf(b)));
}

/** The fewest prefixes that hold exactly these addresses, in canonical text, IPv4 first. */
export function prefixesOf({ v4, v6 }: AddressRanges): string[] {
  const found: string[] = [];
  for (let i = 0; i < v4.length; i += 2) addPrefixes(BigInt(v4[i] as number), BigInt(v4[i + 1] as number), 32, found);
  for (let i = 0; i < v6.length; i += 2) addPrefixes(v6[i] as bigint, v6[i + 1] as bigint, 128, found);
  return found;
}

function addPrefixes(low: bigint, high: bigint, bits: number, found: string[]): void {
  let next = low;
  while (next <= high) {
    let free = 0;
    while (free < bits && ((next >> BigInt(free)) & 1n) === 0n && next + (1n << BigInt(free + 1)) - 1n <= high) free++;
    found.push(`${formatIp(bytesOf(next, bits / 8))}/${bits - free}`);
    next += 1n << BigInt(free);
  }
}

function bytesOf(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}
