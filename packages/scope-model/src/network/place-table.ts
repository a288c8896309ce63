import type { PlaceRef, SegmentFact, ZoneFact } from '../facts/place.ts';
import { type AddressRanges, mergeRanges, prefixRange, rangeIndex } from './address-ranges.ts';
import { byText } from './by-text.ts';

/** Zones and segments by number, in the order of their kind and id. */
export interface PlaceTable {
  readonly refs: readonly PlaceRef[];
  readonly names: readonly string[];
  /** Zone of a segment; -1 for none, and for zones. */
  readonly zoneOf: Int32Array;
  /** Segments of a zone; empty for segments, and for a zone that counts as one segment itself. */
  readonly segmentsOf: readonly (readonly number[])[];
  /** Addresses that belong to the place and to no nearer one. */
  readonly ranges: readonly AddressRanges[];
  /** -1 for a place that the facts do not know. */
  indexOf(ref: PlaceRef): number;
  /** The place and, of a zone, its segments. */
  expand(ref: PlaceRef): readonly number[];
  /** The place with the longest prefix that holds the address, or -1. */
  find(address: bigint): number;
  /** Every place that has an address among the ranges. */
  within(ranges: AddressRanges): readonly number[];
}

interface Block {
  readonly from: bigint;
  readonly to: bigint;
  readonly place: number;
}

/** A place is one segment when it is a segment, or a zone without any. */
export function isSegment(places: PlaceTable, place: number): boolean {
  return (places.segmentsOf[place] as readonly number[]).length === 0;
}

/** The place itself and, of a segment, its zone: what is said of either is said of the place. */
export function withZone(places: PlaceTable, place: number): readonly number[] {
  const zone = places.zoneOf[place] as number;
  return zone < 0 ? [place] : [place, zone];
}

export function createPlaceTable(zones: readonly ZoneFact[], segments: readonly SegmentFact[]): PlaceTable {
  const rows = [
    ...segments.map((segment) => ({ ref: { kind: 'segment', id: segment.id } as PlaceRef, ...segment })),
    ...zones.map((zone) => ({ ref: { kind: 'zone', id: zone.id } as PlaceRef, zone: null, ...zone })),
  ].sort((a, b) => byText(a.ref.kind, b.ref.kind) || byText(a.ref.id, b.ref.id));
  const numbers = new Map(rows.map(({ ref }, i) => [key(ref), i]));
  const indexOf = (ref: PlaceRef) => numbers.get(key(ref)) ?? -1;
  const zoneOf = Int32Array.from(rows, ({ zone }) => (zone === null ? -1 : indexOf({ kind: 'zone', id: zone })));
  const segmentsOf: number[][] = rows.map(() => []);
  zoneOf.forEach((zone, segment) => {
    if (zone >= 0) (segmentsOf[zone] as number[]).push(segment);
  });
  const blocks = nearest(
    rows.flatMap(({ prefixes }, place) =>
      prefixes.flatMap((prefix) => {
        const range = prefixRange(prefix);
        return range ? [{ from: range[0], to: range[1], place }] : [];
      }),
    ),
  );
  const line = blocks.flatMap(({ from, to }) => [from, to]);
  return {
    refs: rows.map(({ ref }) => ref),
    names: rows.map(({ name }) => name),
    zoneOf,
    segmentsOf,
    ranges: rangesOf(blocks, rows.length),
    indexOf,
    expand: (ref) => {
      const place = indexOf(ref);
      return place < 0 ? [] : [place, ...(segmentsOf[place] as number[])];
    },
    find: (address) => {
      const block = rangeIndex(line, address);
      return block < 0 ? -1 : (blocks[block] as Block).place;
    },
    within: (ranges) => [...new Set(overlapping(blocks, ranges).map(({ place }) => place))],
  };
}

function key({ kind, id }: PlaceRef): string {
  return `${kind} ${id}`;
}

/** Cuts prefixes, which are nested or apart, into blocks of the nearest place. Of equal ones the first place stands. */
function nearest(prefixes: readonly Block[]): Block[] {
  const sorted = [...prefixes].sort((a, b) => compare(a.from, b.from) || compare(b.to, a.to) || b.place - a.place);
  const blocks: Block[] = [];
  const open: Block[] = [];
  let next = 0n;
  const emit = (to: bigint, place: number) => {
    if (next <= to) blocks.push({ from: next, to, place });
  };
  const close = (before: bigint | null) => {
    while (open.length > 0) {
      const top = open[open.length - 1] as Block;
      if (before !== null && top.to >= before) break;
      emit(top.to, top.place);
      next = top.to + 1n;
      open.pop();
    }
  };
  for (const prefix of sorted) {
    close(prefix.from);
    const outer = open[open.length - 1];
    if (outer) emit(prefix.from - 1n, outer.place);
    next = prefix.from;
    open.push(prefix);
  }
  close(null);
  return blocks;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rangesOf(blocks: readonly Block[], count: number): AddressRanges[] {
  const pairs: [bigint, bigint][][] = Array.from({ length: count }, () => []);
  for (const { from, to, place } of blocks) (pairs[place] as [bigint, bigint][]).push([from, to]);
  return pairs.map(mergeRanges);
}

function overlapping(blocks: readonly Block[], ranges: AddressRanges): Block[] {
  const found: Block[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const [from, to] = [ranges[i], ranges[i + 1]] as [bigint, bigint];
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((blocks[middle] as Block).to < from) low = middle + 1;
      else high = middle;
    }
    for (let j = low; j < blocks.length && (blocks[j] as Block).from <= to; j++) found.push(blocks[j] as Block);
  }
  return found;
}
