import { HIGHEST_IPV4, HIGHEST_IPV6 } from './address-range.ts';
import type { CompiledAddresses } from './compiled-addresses.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { Packet } from './packet.ts';

/**
 * Which rules of a block may match, by one dimension: between two neighbouring `starts` the answer is the same, and is kept
 * as one bit per rule (`words` 32-bit words per start).
 */
interface Dimension<Value extends number | bigint> {
  readonly starts: readonly Value[];
  readonly bits: Uint32Array;
  /** One bit for each word of a start that is not zero: most words of a block need not be looked at. */
  readonly summary: Uint32Array;
}

/** The rules `first` to `first + size - 1` of a chain with the index over them. */
export interface RuleBlock {
  readonly first: number;
  readonly size: number;
  readonly words: number;
  readonly source4: Dimension<number>;
  readonly source6: Dimension<bigint>;
  readonly destination4: Dimension<number>;
  readonly destination6: Dimension<bigint>;
  readonly protocol: Dimension<number>;
  readonly port: Dimension<number>;
}

type Intervals<Value> = (rule: CompiledRule) => readonly Value[];

/**
 * Indexes rules by source, destination, protocol and destination port (the bit vectors of Lakshman and Stiliadis 1998). The
 * index may name a rule that does not match, never miss one that may. At most 1,024 rules: a summary of their words is one word.
 */
export function indexBlock(rules: readonly CompiledRule[], first: number): RuleBlock {
  const words = Math.max(1, (rules.length + 31) >> 5);
  return {
    first,
    size: rules.length,
    words,
    source4: index(rules, words, (rule) => ipv4Intervals(rule.source), 0),
    source6: index(rules, words, (rule) => ipv6Intervals(rule.source), 0n),
    destination4: index(rules, words, (rule) => ipv4Intervals(rule.destination), 0),
    destination6: index(rules, words, (rule) => ipv6Intervals(rule.destination), 0n),
    protocol: index(rules, words, protocolIntervals, 0),
    port: index(rules, words, portIntervals, 0),
  };
}

/** How many boundaries a rule adds to the index at most; decides how large a block may become. */
export function boundariesOf({ source, destination }: CompiledRule): number {
  return Math.max(source.v4.length, source.v6.length, destination.v4.length, destination.v6.length, 2);
}

function ipv4Intervals(set: CompiledAddresses): readonly number[] {
  if (set.any || set.negated || set.unknown) return [0, HIGHEST_IPV4];
  if (set.wildcards.length === 0) return set.v4;
  return [...set.v4, ...set.wildcards.flatMap(({ address, wildcard }) => [address, (address | wildcard) >>> 0])];
}

function ipv6Intervals(set: CompiledAddresses): readonly bigint[] {
  return set.any || set.negated || set.unknown ? [0n, HIGHEST_IPV6] : set.v6;
}

function protocolIntervals({ services }: CompiledRule): readonly number[] {
  return services.flatMap(({ protocols }) => protocols?.flat() ?? [0, 255]);
}

function portIntervals({ services }: CompiledRule): readonly number[] {
  return services.flatMap(({ destinationPorts }) => destinationPorts?.flat() ?? [0, 65535]);
}

function index(
  rules: readonly CompiledRule[],
  words: number,
  intervals: Intervals<number>,
  zero: number,
): Dimension<number>;
function index(
  rules: readonly CompiledRule[],
  words: number,
  intervals: Intervals<bigint>,
  zero: bigint,
): Dimension<bigint>;
function index<Value extends number | bigint>(
  rules: readonly CompiledRule[],
  words: number,
  intervals: Intervals<Value>,
  zero: Value,
): Dimension<Value> {
  const starts = startsOf(rules, intervals, zero);
  const bits = new Uint32Array(starts.length * words);
  for (const [number, rule] of rules.entries()) {
    const flat = intervals(rule);
    for (let i = 0; i < flat.length; i += 2) {
      const last = positionOf(starts, flat[i + 1] as Value);
      for (let position = positionOf(starts, flat[i] as Value); position <= last; position++) {
        const word = position * words + (number >> 5);
        bits[word] = (bits[word] as number) | (1 << (number & 31));
      }
    }
  }
  const summary = new Uint32Array(starts.length);
  for (const [at, value] of bits.entries()) {
    const position = Math.floor(at / words);
    if (value !== 0) summary[position] = (summary[position] as number) | (1 << (at - position * words));
  }
  return { starts, bits, summary };
}

function startsOf<Value extends number | bigint>(
  rules: readonly CompiledRule[],
  intervals: Intervals<Value>,
  zero: Value,
): Value[] {
  const starts = new Set<Value>([zero]);
  for (const rule of rules) {
    const flat = intervals(rule);
    for (let i = 0; i < flat.length; i += 2) {
      starts.add(flat[i] as Value);
      starts.add(successor(flat[i + 1] as Value));
    }
  }
  return [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function successor<Value extends number | bigint>(value: Value): Value {
  return (typeof value === 'bigint' ? value + 1n : Number(value) + 1) as Value;
}

/** The last position whose start is at or below `value`. */
function positionOf<Value extends number | bigint>(starts: readonly Value[], value: Value): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as Value) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Calls `visit` with every rule of the block that may match a packet of single addresses, protocol and destination port (the
 * lower end of a range is taken; ask {@link isSingle} first), in order, until it returns true. True when it did.
 */
export function visitBlock(block: RuleBlock, packet: Packet, visit: (rule: number) => boolean): boolean {
  const { words, first, protocol, port } = block;
  const { source, destination } = packet;
  const sources = source.family === 4 ? block.source4 : block.source6;
  const destinations = destination.family === 4 ? block.destination4 : block.destination6;
  const sourceAt =
    source.family === 4 ? positionOf(block.source4.starts, source.low) : positionOf(block.source6.starts, source.low);
  const destinationAt =
    destination.family === 4
      ? positionOf(block.destination4.starts, destination.low)
      : positionOf(block.destination6.starts, destination.low);
  let left = (sources.summary[sourceAt] as number) & (destinations.summary[destinationAt] as number);
  if (left === 0) return false;
  const protocolAt = positionOf(protocol.starts, packet.protocol[0]);
  const portAt = positionOf(port.starts, packet.destinationPort[0]);
  left &= (protocol.summary[protocolAt] as number) & (port.summary[portAt] as number);
  while (left !== 0) {
    const word = lowestBit(left);
    left &= left - 1;
    let candidates =
      (sources.bits[sourceAt * words + word] as number) &
      (destinations.bits[destinationAt * words + word] as number) &
      (protocol.bits[protocolAt * words + word] as number) &
      (port.bits[portAt * words + word] as number);
    while (candidates !== 0) {
      const bit = lowestBit(candidates);
      candidates &= candidates - 1;
      if (visit(first + word * 32 + bit)) return true;
    }
  }
  return false;
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** True when the index can answer for a packet: nothing that it looks up is a range. */
export function isSingle({ source, destination, protocol, destinationPort }: Packet): boolean {
  return (
    source.low === source.high &&
    destination.low === destination.high &&
    protocol[0] === protocol[1] &&
    destinationPort[0] === destinationPort[1]
  );
}
