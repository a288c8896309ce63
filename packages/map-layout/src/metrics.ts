import type { Level } from './geometry.ts';

/** Sizes of the picture in pixels at zoom 1; text of 10 to 12.5 px sets the scale of everything else. */

/** Fixed, so that the sides of all boxes in a lane line up: CDE, connected-to, undetermined, out of scope, external. */
export const LANE_WIDTHS: Readonly<Record<Level, readonly [number, number, number, number, number]>> = {
  zones: [258, 372, 300, 300, 246],
  hosts: [312, 398, 344, 344, 246],
};
export const COLLAPSED_LANE_WIDTH = 40;
export const MARGIN = 14;
/** Title, subtitle and the row of the boundary's words. */
export const LANE_HEADER = 66;
export const LANE_PADDING = 8;
/** Smallest height of the part below the lane headers. */
export const MIN_CONTENT = 160;

/** Gutter width = base + pitch per track, tracks rounded up so that a new line finds room. */
export const GUTTER_BASE = 26;
export const TRACK_PITCH = 9;
export const TRACK_QUANTUM = 4;
export const MIN_GUTTER = 80;
export const MAX_GUTTER = 420;
/** Nothing runs along the dashed line. */
export const BOUNDARY_STRIP = 26;
/** Both words beside the dashed line. */
export const BOUNDARY_WORDS = 204;

/** A corridor reserves four tracks between two boxes and at both ends of a lane. */
export const CORRIDOR_TRACKS = 4;
export const CORRIDOR_PITCH = 9;
export const CORRIDOR_PADDING = 12;
/** Between boxes of the outermost lanes, which no line passes. */
export const PLAIN_GAP = 28;
export const PLAIN_END = 12;

export const BOX_PADDING = 10;
export const BOX_HEADER = 30;
export const CAPTION_ROW = 16;
export const STRIP_ROW = 18;
export const BOX_FOOTER = 15;
/** Bottom row that keeps one chip place per side without a chip column. */
export const CHIP_BAND = 27;

export const CHIP_WIDTH = 112;
export const CHIP_HEIGHT = 18;
export const CHIP_PITCH = 22;
export const CHIP_OVERHANG = 4;
export const MAX_CHIPS = 6;
export const DOT_PITCH = 8;

export const LIST_LIMIT = 24;
export const LIST_ROW = 17;
export const LIST_LABEL_LIMIT = 120;
export const GRID_PITCH = 15;
/** Boxes grow by so many rows. */
export const GRID_QUANTUM = 3;
export const LIST_QUANTUM = 2;
/** Glyphs drawn for one zone and for the whole picture. */
export const ZONE_GLYPHS = 240;
export const TOTAL_GLYPHS = 600;
/** Up to so many hosts are folded into `+n` before a stored box grows. */
export const FOLD_BEFORE_GROWTH = 15;

export const MAX_OPEN_ZONES = 12;
export const MAX_APPROVED_LINES = 40;
export const MAX_EXCEPTION_LINES = 60;
