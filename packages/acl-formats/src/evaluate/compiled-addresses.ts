import { parseIp, parsePrefix } from '@scopemap/net';
import type { AddressSet, AddressTerm } from '../model/address-set.ts';
import { type AddressRange, ipv4Number, rangeOfAddress, rangeOfPrefix } from './address-range.ts';
import { MAYBE, type Match, NO, YES } from './match.ts';

interface Wildcard {
  readonly address: number;
  readonly wildcard: number;
}

/** An address set made ready for matching. Ranges are sorted by their lower end and do not touch. */
export interface CompiledAddresses {
  readonly any: boolean;
  readonly negated: boolean;
  /** Low and high ends in turn. */
  readonly v4: readonly number[];
  readonly v6: readonly bigint[];
  readonly wildcards: readonly Wildcard[];
  readonly unknown: boolean;
}

/** Prepares a set. A term that is no address text is a programming error of a parser: TypeError. */
export function compileAddresses({ any, negated, terms }: AddressSet): CompiledAddresses {
  const v4: [number, number][] = [];
  const v6: [bigint, bigint][] = [];
  const wildcards: Wildcard[] = [];
  let unknown = false;
  for (const term of terms) {
    if (term.kind === 'unknown') unknown = true;
    else if (term.kind === 'wildcard') addWildcard(term, v4, wildcards);
    else {
      const range = rangeOfTerm(term);
      if (range.family === 4) v4.push([range.low, range.high]);
      else v6.push([range.low, range.high]);
    }
  }
  return { any, negated, v4: flatten(v4), v6: flatten(v6), wildcards, unknown };
}

function rangeOfTerm(term: Extract<AddressTerm, { kind: 'prefix' | 'range' }>): AddressRange {
  if (term.kind === 'prefix') {
    const prefix = parsePrefix(term.prefix);
    if (prefix) return rangeOfPrefix(prefix);
    throw new TypeError(`"${term.prefix}" is no prefix`);
  }
  const from = rangeOfAddress(term.from);
  const to = rangeOfAddress(term.to);
  if (from?.family === 4 && to?.family === 4) return { family: 4, low: from.low, high: to.high };
  if (from?.family === 6 && to?.family === 6) return { family: 6, low: from.low, high: to.high };
  throw new TypeError(`"${term.from}-${term.to}" is no range`);
}

function addWildcard(
  term: Extract<AddressTerm, { kind: 'wildcard' }>,
  v4: [number, number][],
  wildcards: Wildcard[],
): void {
  const address = parseIp(term.address);
  const bits = parseIp(term.wildcard);
  if (address?.length !== 4 || bits?.length !== 4)
    throw new TypeError(`"${term.address} ${term.wildcard}" is no wildcard`);
  const wildcard = ipv4Number(bits);
  const low = (ipv4Number(address) & ~wildcard) >>> 0;
  const contiguous = (wildcard & (wildcard + 1)) === 0;
  if (contiguous) v4.push([low, (low | wildcard) >>> 0]);
  else wildcards.push({ address: low, wildcard });
}

/** Sorted, merged and flat. */
function flatten<Value extends number | bigint>(ranges: [Value, Value][]): Value[] {
  ranges.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const flat: Value[] = [];
  for (const [low, high] of ranges) {
    const last = flat.length - 1;
    const end = flat[last];
    if (end !== undefined && low <= successor(end)) {
      if (high > end) flat[last] = high;
    } else flat.push(low, high);
  }
  return flat;
}

function successor<Value extends number | bigint>(value: Value): Value {
  return (typeof value === 'bigint' ? value + 1n : Number(value) + 1) as Value;
}

/** Whether all, some or none of the addresses asked for are in the set. */
export function matchAddresses(set: CompiledAddresses, asked: AddressRange): Match {
  if (set.any) return set.negated ? NO : YES;
  const known = matchKnown(set, asked);
  const match = set.unknown && known === NO ? MAYBE : known;
  return set.negated ? ((YES - match) as Match) : match;
}

function matchKnown({ v4, v6, wildcards }: CompiledAddresses, asked: AddressRange): Match {
  if (asked.family === 6) return matchFlat(v6, asked.low, asked.high);
  const { low, high } = asked;
  let match = matchFlat(v4, low, high);
  for (const { address, wildcard } of wildcards) {
    if (match === YES) break;
    if (low === high) {
      if ((low & ~wildcard) >>> 0 === address) match = YES;
    } else if (low <= (address | wildcard) >>> 0 && high >= address) match = MAYBE;
  }
  return match;
}

function matchFlat<Value extends number | bigint>(flat: readonly Value[], low: Value, high: Value): Match {
  // The last range that begins at or before `low` is the only one that can hold all.
  let from = 0;
  let to = flat.length >> 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((flat[middle * 2] as Value) <= low) from = middle + 1;
    else to = middle;
  }
  const end = from > 0 ? (flat[from * 2 - 1] as Value) : undefined;
  if (end !== undefined && low <= end) return high <= end ? YES : MAYBE;
  const next = flat[from * 2];
  return next !== undefined && next <= high ? MAYBE : NO;
}
