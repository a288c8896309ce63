import type { Line } from './drawn-network.ts';
import { isException } from './drawn-network.ts';

/** The vertical piece of a line in one gutter. Both ends may be on the same side. */
export interface Vertical {
  readonly line: Line;
  readonly ends: readonly [VerticalEnd, VerticalEnd];
}

export interface VerticalEnd {
  readonly side: 'left' | 'right';
  readonly y: number;
}

/** Verticals on one track keep this distance, so that rounded corners do not touch. */
const TRACK_DISTANCE = 14;
const EXCEPTION_WEIGHT = 3;

export interface GutterTracks {
  /** Line id -> track, numbered from the left. Lines that pass straight have none. */
  readonly trackOf: ReadonlyMap<string, number>;
  readonly count: number;
  /** Tracks up to and including the last line that turns back to the left side. */
  readonly leftCount: number;
}

/**
 * Puts the verticals of a gutter into tracks, in an order that avoids crossings; verticals that do not meet may share a
 * track.
 */
export function assignTracks(verticals: readonly Vertical[]): GutterTracks {
  const order = reduceCrossings(startOrder(verticals.filter((each) => each.ends[0].y !== each.ends[1].y)));
  const trackOf = new Map<string, number>();
  let count = 0;
  let leftCount = 0;
  for (const [index, vertical] of order.entries()) {
    let track = 0;
    for (const before of order.slice(0, index)) {
      if (meet(before, vertical)) track = Math.max(track, (trackOf.get(before.line.id) ?? 0) + 1);
    }
    trackOf.set(vertical.line.id, track);
    count = Math.max(count, track + 1);
    if (vertical.ends.every((end) => end.side === 'left')) leftCount = Math.max(leftCount, track + 1);
  }
  return { trackOf, count, leftCount };
}

/** Falling lines by descending left end, rising ones by ascending left end; lines that turn back stay next to their side. */
function startOrder(verticals: readonly Vertical[]): readonly Vertical[] {
  const group = (vertical: Vertical) => {
    const [first, second] = vertical.ends;
    if (first.side === second.side) return first.side === 'left' ? 0 : 3;
    return second.y > first.y ? 1 : 2;
  };
  const rank = (vertical: Vertical) => {
    const [first, second] = vertical.ends;
    if (group(vertical) === 0) return Math.abs(first.y - second.y);
    if (group(vertical) === 3) return -Math.abs(first.y - second.y);
    return group(vertical) === 1 ? -first.y : first.y;
  };
  return [...verticals].sort((a, b) => group(a) - group(b) || rank(a) - rank(b));
}

/** Swaps neighbours while that removes crossings: whether two lines cross depends on their own order only. */
function reduceCrossings(start: readonly Vertical[]): readonly Vertical[] {
  const order = [...start];
  for (let round = 0; round < order.length; round += 1) {
    let swapped = false;
    for (let index = 1; index < order.length; index += 1) {
      const left = order[index - 1] as Vertical;
      const right = order[index] as Vertical;
      if (crossings(right, left) < crossings(left, right)) {
        order[index - 1] = right;
        order[index] = left;
        swapped = true;
      }
    }
    if (!swapped) break;
  }
  return order;
}

/** Crossings of two lines when the first one's vertical is left of the second one's. */
function crossings(left: Vertical, right: Vertical): number {
  const hits =
    left.ends.filter((end) => end.side === 'right' && within(end.y, right)).length +
    right.ends.filter((end) => end.side === 'left' && within(end.y, left)).length;
  const weight = isException(left.line.status) || isException(right.line.status) ? EXCEPTION_WEIGHT : 1;
  return hits * weight;
}

function within(y: number, { ends }: Vertical): boolean {
  return y > Math.min(ends[0].y, ends[1].y) && y < Math.max(ends[0].y, ends[1].y);
}

function meet(a: Vertical, b: Vertical): boolean {
  const [aTop, aBottom] = [Math.min(a.ends[0].y, a.ends[1].y), Math.max(a.ends[0].y, a.ends[1].y)];
  const [bTop, bBottom] = [Math.min(b.ends[0].y, b.ends[1].y), Math.max(b.ends[0].y, b.ends[1].y)];
  return aTop < bBottom + TRACK_DISTANCE && bTop < aBottom + TRACK_DISTANCE;
}
