import type { SideRange } from './anchors.ts';
import type { BoxSide } from './contacts.ts';
import type { Box } from './drawn-network.ts';
import { isException } from './drawn-network.ts';
import type { Rect, Side, StoredBody } from './geometry.ts';
import type { MapHost } from './map-input.ts';
import { LANES } from './map-input.ts';
import {
  BOX_FOOTER,
  BOX_HEADER,
  BOX_PADDING,
  CAPTION_ROW,
  CHIP_BAND,
  CHIP_HEIGHT,
  CHIP_OVERHANG,
  CHIP_PITCH,
  CHIP_WIDTH,
  DOT_PITCH,
  FOLD_BEFORE_GROWTH,
  GRID_PITCH,
  GRID_QUANTUM,
  LANE_PADDING,
  LANE_WIDTHS,
  LIST_LABEL_LIMIT,
  LIST_LIMIT,
  LIST_QUANTUM,
  LIST_ROW,
  MAX_CHIPS,
  STRIP_ROW,
  TOTAL_GLYPHS,
  ZONE_GLYPHS,
} from './metrics.ts';
import { textWidth } from './text-width.ts';

export const LABEL_SIZE = 10.5;
/** Glyph and space before a host's name. */
export const LABEL_INDENT = 14;
/** Space after a host's name. */
const LABEL_GAP = 4;
/** Widest column when a list has several. */
const COLUMN_LIMIT = 118;
/** Room of a chip column inside the box, with the space beside it. */
const CHIP_COLUMN = CHIP_WIDTH - CHIP_OVERHANG + 8;

export const BODY_TOP = BOX_HEADER + STRIP_ROW;
export const ZONES_TOP = BOX_HEADER + CAPTION_ROW + STRIP_ROW;
/** Free space under the last chip of a column. */
export const CHIP_BOTTOM = 6;

/** Least distance between dots for which chips give way. */
const TIGHTEST_DOT = 1.5;

/** Where the host glyphs of a box go, relative to the box's upper left corner. */
export interface BodyArea {
  readonly x: number;
  readonly width: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
}

/** Sides that lines can reach at all: the outermost lanes have one. */
export function usableSides(lane: number): readonly Side[] {
  if (lane === 0) return ['right'];
  return lane === LANES.length - 1 ? ['left'] : ['left', 'right'];
}

export function bodyArea(lane: number, body: Pick<StoredBody, 'kind' | 'columns' | 'chipColumns'>): BodyArea {
  const room = bodyRoom(lane, body.chipColumns);
  if (body.kind === 'grid') return { ...room, columnWidth: GRID_PITCH, rowHeight: GRID_PITCH };
  const share = room.width / body.columns;
  return { ...room, columnWidth: body.columns === 1 ? share : Math.min(share, COLUMN_LIMIT), rowHeight: LIST_ROW };
}

function bodyRoom(lane: number, chipColumns: readonly Side[]) {
  const left = chipColumns.includes('left') ? CHIP_COLUMN : BOX_PADDING;
  const right = chipColumns.includes('right') ? CHIP_COLUMN : BOX_PADDING;
  const width = (LANE_WIDTHS.hosts[lane] as number) - 2 * LANE_PADDING;
  return { x: left, width: width - left - right };
}

/** Most glyphs per zone so that the whole picture keeps its budget: the largest zones give way first. */
export function glyphLimit(boxes: readonly Box[]): number {
  const counts = boxes.filter((box) => !box.folded).map((box) => box.hosts.length);
  for (let limit = ZONE_GLYPHS; limit > 0; limit -= 1) {
    if (counts.reduce((sum, count) => sum + Math.min(count, limit), 0) <= TOTAL_GLYPHS) return limit;
  }
  return 0;
}

/** Arranges the hosts of a box for the first time. */
export function proposeBody(box: Box, left: BoxSide, right: BoxSide, limit: number): StoredBody {
  const chipColumns = [left, right].filter((side) => side.chips.length > 0).map((side) => side.side);
  const room = bodyRoom(box.lane, chipColumns);
  const kind = box.hosts.length <= LIST_LIMIT ? 'list' : 'grid';
  const columns = Math.max(1, Math.floor(room.width / (kind === 'list' ? listColumn(box.hosts) : GRID_PITCH)));
  const slots = firstHosts(box.hosts, limit).map((host) => host.id);
  const rows = roundUp(Math.max(1, Math.ceil(slots.length / columns)), kind);
  const body = { kind, columns, rows, chipColumns, slots } as const;
  return { ...body, height: bodyHeight(box, body, left, right) };
}

function roundUp(rows: number, kind: StoredBody['kind']): number {
  const quantum = kind === 'list' ? LIST_QUANTUM : GRID_QUANTUM;
  return Math.ceil(rows / quantum) * quantum;
}

function listColumn(hosts: readonly MapHost[]): number {
  const widest = Math.max(0, ...hosts.map((host) => textWidth(host.label, LABEL_SIZE, 'bold')));
  return Math.min(widest, LIST_LABEL_LIMIT) + LABEL_INDENT + LABEL_GAP;
}

/** Flagged hosts always have a place; the rest in their usual order. */
function firstHosts(hosts: readonly MapHost[], limit: number): readonly MapHost[] {
  if (hosts.length <= limit) return hosts;
  const flagged = hosts.filter((host) => isException(host.status)).slice(0, limit);
  const others = hosts.filter((host) => !isException(host.status)).slice(0, limit - flagged.length);
  const kept = new Set([...flagged, ...others]);
  return hosts.filter((host) => kept.has(host));
}

function bodyHeight(box: Box, body: Omit<StoredBody, 'height'>, left: BoxSide, right: BoxSide): number {
  const rows = body.rows * (body.kind === 'list' ? LIST_ROW : GRID_PITCH) + 4;
  const needsBand = usableSides(box.lane).some((side) => !body.chipColumns.includes(side));
  const content = rows + (needsBand ? CHIP_BAND : BOX_FOOTER);
  return BODY_TOP + Math.max(content, contactHeight(left), contactHeight(right));
}

/** One chip more than there are, so that a new service finds room without moving anything. */
function contactHeight({ chips, dots }: BoxSide): number {
  if (chips.length === 0) return Math.max(0, dots.length * DOT_PITCH - BODY_TOP / 2);
  return Math.min(MAX_CHIPS, chips.length + 1) * CHIP_PITCH + dots.length * (DOT_PITCH / 2) + CHIP_BOTTOM;
}

/** Puts new hosts into free slots. The box grows only when more hosts than `FOLD_BEFORE_GROWTH` would be folded. */
export function updateBody(box: Box, stored: StoredBody, left: BoxSide, right: BoxSide, limit: number): StoredBody {
  const known = new Set(stored.slots);
  const added = box.hosts.filter((host) => !known.has(host.id)).map((host) => host.id);
  const room = Math.max(0, limit - stored.slots.length);
  const free = Math.min(room, Math.max(0, stored.columns * stored.rows - stored.slots.length));
  const folded = added.length - free;
  if (folded <= FOLD_BEFORE_GROWTH || room === free) {
    return { ...stored, slots: [...stored.slots, ...added.slice(0, free)] };
  }
  if (stored.kind === 'list' && box.hosts.length > LIST_LIMIT + FOLD_BEFORE_GROWTH) {
    return proposeBody(box, left, right, limit);
  }
  const slots = [...stored.slots, ...added.slice(0, room)];
  const rows = roundUp(Math.ceil(slots.length / stored.columns), stored.kind);
  const grown = { ...stored, slots, rows };
  return { ...grown, height: Math.max(stored.height, bodyHeight(box, grown, left, right)) };
}

/** Height of a box without host glyphs. */
export function plainHeight(left: BoxSide, right: BoxSide): number {
  const chips = Math.max(left.chips.length, right.chips.length);
  const dots = Math.max(left.dots.length, right.dots.length);
  const rows = Math.min(MAX_CHIPS, Math.max(2, chips + 1));
  return ZONES_TOP + Math.max(rows * CHIP_PITCH + CHIP_BOTTOM, dots * DOT_PITCH - ZONES_TOP / 2);
}

/** Chips that fit on a side of a box of `height` beside its `dots`. */
export function chipLimit({ side, dots }: BoxSide, height: number, body: StoredBody | undefined): number {
  if (body !== undefined && !body.chipColumns.includes(side)) return 1;
  const top = body === undefined ? ZONES_TOP : BODY_TOP;
  const room = height - top - CHIP_BOTTOM - dots.length * TIGHTEST_DOT;
  return Math.max(1, Math.min(MAX_CHIPS, Math.floor(room / CHIP_PITCH)));
}

/** Room for the chips and dots of a side of a box at `rect`. */
export function sideRange(side: Side, rect: Rect, body: StoredBody | undefined): SideRange {
  const bottom = rect.y + rect.height;
  const dots = { dotLow: rect.y + 14, dotHigh: bottom - 8 };
  if (body !== undefined && !body.chipColumns.includes(side)) {
    const band = bottom - CHIP_BAND / 2;
    return { ...dots, chipLow: band, chipHigh: band };
  }
  const top = rect.y + (body === undefined ? ZONES_TOP : BODY_TOP);
  return { ...dots, chipLow: top + CHIP_HEIGHT / 2 + 1, chipHigh: bottom - CHIP_BOTTOM - CHIP_HEIGHT / 2 + 1 };
}
