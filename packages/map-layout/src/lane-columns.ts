import type { Level } from './geometry.ts';
import type { GutterTracks } from './gutter-tracks.ts';
import { LANES } from './map-input.ts';
import {
  BOUNDARY_STRIP,
  BOUNDARY_WORDS,
  COLLAPSED_LANE_WIDTH,
  GUTTER_BASE,
  LANE_WIDTHS,
  MARGIN,
  MAX_GUTTER,
  MIN_GUTTER,
  TRACK_PITCH,
  TRACK_QUANTUM,
} from './metrics.ts';

/** The gutter that the scope boundary runs through: right of the last lane in scope. */
export const BOUNDARY_GUTTER = LANES.indexOf('out-of-scope') - 1;

export interface LaneColumns {
  readonly lanes: readonly { readonly x: number; readonly width: number; readonly collapsed: boolean }[];
  /** `gutters[i]` lies right of lane i; there is none right of the last lane. */
  readonly gutters: readonly { readonly x: number; readonly width: number }[];
  readonly width: number;
}

/** Lane widths are fixed, gutters are wide enough for their tracks. A stored gutter keeps its width: its tracks move closer together instead. */
export function placeColumns(
  level: Level,
  emptyLanes: readonly boolean[],
  tracks: readonly GutterTracks[],
  stored: readonly number[] | undefined,
): LaneColumns {
  const lanes = [];
  const gutters = [];
  let x = MARGIN;
  for (const lane of LANES.keys()) {
    const collapsed = emptyLanes[lane] === true;
    const width = collapsed ? COLLAPSED_LANE_WIDTH : (LANE_WIDTHS[level][lane] as number);
    lanes.push({ x, width, collapsed });
    x += width;
    if (lane === LANES.length - 1) break;
    const gutter =
      stored?.[lane] ?? gutterWidth(lane, tracks[lane] as GutterTracks, collapsed || emptyLanes[lane + 1] === true);
    gutters.push({ x, width: gutter });
    x += gutter;
  }
  return { lanes, gutters, width: x + MARGIN };
}

/** The words at the boundary may stand above a lane, but not above the narrow strip of an empty one. */
function gutterWidth(gutter: number, tracks: GutterTracks, besideStrip: boolean): number {
  const left = leftOfBoundary(tracks);
  const count = gutter === BOUNDARY_GUTTER ? 2 * Math.max(left, tracks.count - left) : tracks.count;
  const rounded = Math.ceil((count + 1) / TRACK_QUANTUM) * TRACK_QUANTUM;
  const width = Math.min(MAX_GUTTER, Math.max(MIN_GUTTER, GUTTER_BASE + rounded * TRACK_PITCH));
  if (gutter !== BOUNDARY_GUTTER) return width;
  return Math.max(width + BOUNDARY_STRIP, besideStrip ? BOUNDARY_WORDS : 0);
}

/** Half of the tracks, and all lines between two zones in scope: those must not seem to leave the scope. */
function leftOfBoundary({ count, leftCount }: GutterTracks): number {
  return Math.max(Math.ceil(count / 2), leftCount);
}

/** Space between a lane and the nearest track. */
const EDGE = 8;
const WIDEST_PITCH = 14;

/** x of track `index`; in the boundary gutter the middle strip stays free. */
export function trackX(columns: LaneColumns, gutter: number, index: number, tracks: GutterTracks): number {
  const { x, width } = columns.gutters[gutter] as { x: number; width: number };
  if (gutter !== BOUNDARY_GUTTER) return spread(x + EDGE, x + width - EDGE, index, tracks.count);
  const left = leftOfBoundary(tracks);
  const middle = x + width / 2;
  return index < left
    ? spread(x + EDGE, middle - BOUNDARY_STRIP / 2, index, left)
    : spread(middle + BOUNDARY_STRIP / 2, x + width - EDGE, index - left, tracks.count - left);
}

function spread(from: number, to: number, index: number, count: number): number {
  const pitch = Math.min(WIDEST_PITCH, (to - from) / count);
  return (from + to) / 2 + (index - (count - 1) / 2) * pitch;
}
