import type { BoxSide } from './contacts.ts';
import { collectSides, limitChips, sideKey } from './contacts.ts';
import type { Box, Line } from './drawn-network.ts';
import type { Level, Side, StoredBody, StoredLayout, StoredZone } from './geometry.ts';
import { LANES } from './map-input.ts';
import { chipLimit, glyphLimit, plainHeight, proposeBody, updateBody } from './zone-body.ts';

/** Sizes of all boxes and what touches their sides, before anything has a place. */
export interface ArrangedBoxes {
  readonly sides: ReadonlyMap<string, BoxSide>;
  readonly heights: ReadonlyMap<string, number>;
  /** Only for boxes that show host glyphs at this level. */
  readonly bodies: ReadonlyMap<string, StoredBody>;
}

/** Per lane, by id. A zone that changed its lane is not found: its box has another width there. */
export function storedZones(stored: StoredLayout | undefined): readonly ReadonlyMap<string, StoredZone>[] {
  return LANES.map((lane) => new Map((stored?.lanes[lane] ?? []).map((zone) => [zone.id, zone])));
}

/** A stored arrangement stands; what is new gets one. Boxes missing from the picture keep their height. */
export function arrangeBoxes(
  boxes: readonly Box[],
  lines: readonly Line[],
  level: Level,
  stored: StoredLayout | undefined,
): ArrangedBoxes {
  const known = storedZones(stored);
  const all = collectSides(boxes, lines);
  const limit = glyphLimit(boxes);
  const heights = new Map<string, number>();
  const bodies = new Map<string, StoredBody>();
  for (const zone of known.flatMap((lane) => [...lane.values()])) {
    heights.set(zone.id, (level === 'hosts' ? (zone.body?.height ?? zone.zonesHeight) : zone.zonesHeight) ?? 0);
  }
  const sides = new Map<string, BoxSide>();
  for (const box of boxes) {
    const sideOf = (side: Side) => all.get(sideKey(box, side)) as BoxSide;
    const [left, right] = [sideOf('left'), sideOf('right')];
    const before = known[box.lane]?.get(box.id);
    let height = before?.zonesHeight ?? plainHeight(left, right);
    let body: StoredBody | undefined;
    if (level === 'hosts' && !box.folded) {
      body =
        before?.body === undefined
          ? proposeBody(box, left, right, limit)
          : updateBody(box, before.body, left, right, limit);
      bodies.set(box.id, body);
      height = body.height;
    }
    heights.set(box.id, height);
    for (const side of [left, right]) {
      const chips = limitChips(side.chips, chipLimit(side, height, body));
      sides.set(sideKey(box, side.side), { ...side, chips });
    }
  }
  return { sides, heights, bodies };
}
