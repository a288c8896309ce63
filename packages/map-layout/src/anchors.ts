import type { BoxSide, Chip, Dot, End } from './contacts.ts';
import type { CorridorTracks } from './corridors.ts';
import type { Line } from './drawn-network.ts';
import type { Side } from './geometry.ts';
import { LANES } from './map-input.ts';
import { CHIP_PITCH, DOT_PITCH } from './metrics.ts';
import { pack } from './pack.ts';
import { clearWithin } from './separation.ts';

/** Vertical room on one side of a box; `chipLow === chipHigh` where there is one chip place. */
export interface SideRange {
  readonly dotLow: number;
  readonly dotHigh: number;
  readonly chipLow: number;
  readonly chipHigh: number;
}

export interface Anchors {
  /** Chip id -> y of its centre. */
  readonly chips: ReadonlyMap<string, number>;
  /** `endKey` -> y. */
  readonly ends: ReadonlyMap<string, number>;
}

/** How far lines that arrive on one chip spread from its middle. */
const CHIP_SPREAD = 5;
/** How far one of them may still move aside. */
const CHIP_SHIFT = 3;
const ARRIVAL_PITCH = 4;
/** From a chip's middle to the nearest dot. */
const CHIP_TO_DOT = CHIP_PITCH / 2;

export function endKey(line: Line, end: End): string {
  return `${end} ${line.id}`;
}

export interface AnchorInput {
  readonly sides: ReadonlyMap<string, BoxSide>;
  readonly range: (side: BoxSide) => SideRange;
  readonly corridors: CorridorTracks;
  readonly middle: (boxId: string) => number;
}

/**
 * Places chips and dots on all sides, sorted by where their lines go, so that lines leave without crossing. The second
 * pass knows the true other ends; the last one moves ends off the height of other lines in the same gutter.
 */
export function placeAnchors(input: AnchorInput): Anchors {
  let anchors: Anchors = { chips: new Map(), ends: new Map() };
  for (let pass = 0; pass < 3; pass += 1) {
    const chips = new Map<string, number>();
    const ends = new Map<string, number>();
    for (const side of input.sides.values()) {
      placeSide(side, input.range(side), (dot) => farY(dot, side, input, anchors), chips, ends);
    }
    anchors = { chips, ends };
  }
  return { chips: anchors.chips, ends: separate(input, anchors) };
}

function farY({ line, end }: Dot, side: BoxSide, input: AnchorInput, anchors: Anchors): number {
  const other = end === 'source' ? line.target : line.source;
  const next = side.side === 'right' ? side.box.lane + 1 : side.box.lane - 1;
  return (
    input.corridors.get(line.id)?.get(next) ??
    anchors.ends.get(endKey(line, end === 'source' ? 'target' : 'source')) ??
    input.middle(other.id)
  );
}

interface Item {
  readonly chip?: Chip;
  readonly dot?: Dot;
  readonly ideal: number;
}

function placeSide(
  side: BoxSide,
  range: SideRange,
  far: (dot: Dot) => number,
  chips: Map<string, number>,
  ends: Map<string, number>,
): void {
  const single = range.chipLow === range.chipHigh;
  const farOfArrival = (line: Line) => far({ line, end: 'target' });
  const items: Item[] = [
    ...side.chips.map((chip) => ({ chip, ideal: mean(chip.lines.map(farOfArrival)) })),
    ...side.dots.map((dot) => ({ dot, ideal: far(dot) })),
  ].sort((a, b) => (single ? Number('chip' in a) - Number('chip' in b) : 0) || a.ideal - b.ideal);
  const places = packItems(items, range);
  for (const [index, { chip, dot }] of items.entries()) {
    const y = places[index] as number;
    if (dot !== undefined) ends.set(endKey(dot.line, dot.end), y);
    if (chip === undefined) continue;
    chips.set(chip.id, y);
    const arriving = [...chip.lines].sort((a, b) => farOfArrival(a) - farOfArrival(b));
    const pitch = Math.min(ARRIVAL_PITCH, (2 * CHIP_SPREAD) / Math.max(1, arriving.length - 1));
    for (const [place, each] of arriving.entries()) {
      ends.set(endKey(each, 'target'), y + (place - (arriving.length - 1) / 2) * pitch);
    }
  }
}

/** Dots come closer together until everything fits. */
function packItems(items: readonly Item[], range: SideRange): readonly number[] {
  const wishes = items.map(({ chip, ideal }) => ({
    ideal,
    low: chip === undefined ? range.dotLow : range.chipLow,
    high: chip === undefined ? range.dotHigh : range.chipHigh,
  }));
  for (let pitch = DOT_PITCH; pitch > 0.01; pitch *= 0.7) {
    const gaps = items.slice(1).map((item, index) => {
      const chips = Number(item.chip !== undefined) + Number(items[index]?.chip !== undefined);
      return chips === 2 ? CHIP_PITCH : chips === 1 ? CHIP_TO_DOT + pitch / 4 : pitch;
    });
    const places = pack(wishes, gaps);
    if (places !== undefined) return places;
  }
  return wishes.map((wish, index) => wish.low + index * 0.01);
}

/** Moves ends apart that would run at the same height from opposite sides of a gutter. */
function separate(input: AnchorInput, anchors: Anchors): ReadonlyMap<string, number> {
  const ends = new Map(anchors.ends);
  for (let gutter = 0; gutter < LANES.length - 1; gutter += 1) {
    const ofLane = (lane: number, side: Side) =>
      [...input.sides.values()].filter((each) => each.side === side && each.box.lane === lane);
    const left = ofLane(gutter, 'right');
    const right = ofLane(gutter + 1, 'left');
    const corridorsOf = (lane: number) =>
      [...input.corridors].flatMap(([id, tracks]) => {
        const y = tracks.get(lane);
        return y === undefined ? [] : [{ id, y }];
      });
    const rightCorridors = corridorsOf(gutter + 1);
    for (const side of left) separateSide(side, input.range(side), rightCorridors, ends);
    const leftEnds = [...corridorsOf(gutter), ...left.flatMap((side) => endsOf(side, ends))];
    for (const side of right) separateSide(side, input.range(side), leftEnds, ends);
  }
  return ends;
}

interface Taken {
  readonly id: string;
  readonly y: number;
}

function endsOf(side: BoxSide, ends: ReadonlyMap<string, number>): readonly Taken[] {
  return sideEnds(side).map(({ line, end }) => ({ id: line.id, y: ends.get(endKey(line, end)) as number }));
}

function sideEnds(side: BoxSide): readonly { line: Line; end: End; chip: boolean }[] {
  return [
    ...side.chips.flatMap((chip) => chip.lines.map((line) => ({ line, end: 'target' as const, chip: true }))),
    ...side.dots.map((dot) => ({ ...dot, chip: false })),
  ];
}

function separateSide(side: BoxSide, range: SideRange, opposite: readonly Taken[], ends: Map<string, number>): void {
  const sorted = sideEnds(side)
    .map((each) => ({ ...each, key: endKey(each.line, each.end) }))
    .sort((a, b) => (ends.get(a.key) as number) - (ends.get(b.key) as number));
  for (const [index, { line, key, chip }] of sorted.entries()) {
    const y = ends.get(key) as number;
    const before = ends.get(sorted[index - 1]?.key ?? '');
    const after = ends.get(sorted[index + 1]?.key ?? '');
    const lowest = chip ? y - CHIP_SHIFT : Math.max(range.dotLow, y - DOT_PITCH);
    const highest = chip ? y + CHIP_SHIFT : Math.min(range.dotHigh, y + DOT_PITCH);
    const low = before === undefined ? lowest : Math.max(lowest, before + (y - before) / 2);
    const high = after === undefined ? highest : Math.min(highest, y + (after - y) / 2.2);
    const own = opposite.find((taken) => taken.id === line.id)?.y;
    const others = opposite.filter((taken) => taken.id !== line.id).map((taken) => taken.y);
    ends.set(key, clearWithin(y, others, own, Math.min(low, y), Math.max(high, y)));
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
