import { LANE_END } from './lane-order.ts';
import { LANES } from './map-input.ts';
import {
  CORRIDOR_PADDING,
  CORRIDOR_PITCH,
  CORRIDOR_TRACKS,
  LANE_HEADER,
  MARGIN,
  MIN_CONTENT,
  PLAIN_END,
  PLAIN_GAP,
} from './metrics.ts';

/** Free band of a lane between two boxes, or above the first or below the last one. */
export interface Gap {
  readonly lane: number;
  /** Id of the box below, or `LANE_END`. */
  readonly below: string;
  readonly top: number;
  readonly bottom: number;
  /** What the gap asks for; the rest of its height is slack of the lane. */
  readonly reserved: number;
}

export interface VerticalPlacement {
  readonly boxTop: ReadonlyMap<string, number>;
  /** Per lane, top to bottom. */
  readonly gaps: readonly (readonly Gap[])[];
  readonly top: number;
  readonly bottom: number;
}

interface PlacementInput {
  readonly order: readonly (readonly string[])[];
  readonly heights: ReadonlyMap<string, number>;
  /** Lines per gap: lane -> id of the box below -> count. */
  readonly tracks: readonly ReadonlyMap<string, number>[];
  readonly storedCorridors: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
}

/** Stacks the boxes of each lane; shorter lanes spread their slack evenly, so all lanes are centred. */
export function placeVertically(input: PlacementInput): VerticalPlacement {
  const reserved = LANES.map((_, lane) =>
    [...boxIds(input, lane), LANE_END].map((below) => reserve(input, lane, below)),
  );
  const sums = reserved.map((gaps, lane) => {
    const boxes = boxIds(input, lane).reduce((sum, id) => sum + (input.heights.get(id) ?? 0), 0);
    return boxes + gaps.reduce((sum, gap) => sum + gap, 0);
  });
  const height = Math.max(MIN_CONTENT, ...sums);
  const top = MARGIN + LANE_HEADER;
  const boxTop = new Map<string, number>();
  const gaps = LANES.map((_, lane) => {
    const ids = boxIds(input, lane);
    const slack = height - (sums[lane] as number);
    let y = top;
    return [...ids, LANE_END].map((below, index): Gap => {
      const share = ids.length === 0 ? 1 : index === 0 || below === LANE_END ? 0.5 / ids.length : 1 / ids.length;
      const gapTop = y;
      const own = reserved[lane]?.[index] as number;
      const bottom = below === LANE_END ? top + height : Math.round(y + own + slack * share);
      if (below !== LANE_END) boxTop.set(below, bottom);
      y = bottom + (input.heights.get(below) ?? 0);
      return { lane, below, top: gapTop, bottom, reserved: own };
    });
  });
  return { boxTop, gaps, top, bottom: top + height };
}

function boxIds(input: PlacementInput, lane: number): readonly string[] {
  return input.order[lane] ?? [];
}

function reserve(input: PlacementInput, lane: number, below: string): number {
  const stored = input.storedCorridors?.[lane]?.[below];
  if (stored !== undefined) return stored;
  const ids = boxIds(input, lane);
  if (lane === 0 || lane === LANES.length - 1) {
    return below === LANE_END || below === ids[0] ? PLAIN_END : PLAIN_GAP;
  }
  const tracks = Math.max(CORRIDOR_TRACKS, input.tracks[lane]?.get(below) ?? 0);
  return tracks * CORRIDOR_PITCH + CORRIDOR_PADDING;
}
