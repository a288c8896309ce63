import type { Anchors } from './anchors.ts';
import type { ArrangedBoxes } from './arrange-boxes.ts';
import { chipGeometry, hostGeometry, zoneGeometry } from './box-geometry.ts';
import type { Box, Line } from './drawn-network.ts';
import type { ChipGeometry, GhostGeometry, HostGeometry, Level, Rect, ZoneGeometry } from './geometry.ts';
import type { LaneColumns } from './lane-columns.ts';
import { LANE_PADDING } from './metrics.ts';
import type { VerticalPlacement } from './placement.ts';

export interface DrawnBoxes {
  readonly zones: readonly ZoneGeometry[];
  readonly hosts: readonly HostGeometry[];
  readonly ghosts: readonly GhostGeometry[];
  readonly chips: readonly ChipGeometry[];
}

export function boxRects(
  boxes: readonly Box[],
  { heights }: ArrangedBoxes,
  placement: VerticalPlacement,
  columns: LaneColumns,
): ReadonlyMap<string, Rect> {
  return new Map(
    boxes.map((box) => {
      const lane = columns.lanes[box.lane] as LaneColumns['lanes'][number];
      const rect: Rect = {
        x: lane.x + LANE_PADDING,
        y: placement.boxTop.get(box.id) ?? placement.top,
        width: lane.width - 2 * LANE_PADDING,
        height: heights.get(box.id) ?? 0,
      };
      return [box.id, rect];
    }),
  );
}

export function drawBoxes(
  level: Level,
  boxes: readonly Box[],
  lines: readonly Line[],
  inside: ReadonlyMap<string, readonly string[]>,
  { bodies, sides }: ArrangedBoxes,
  rects: ReadonlyMap<string, Rect>,
  anchors: Anchors,
): DrawnBoxes {
  const zones: ZoneGeometry[] = [];
  const hosts: HostGeometry[] = [];
  const ghosts: GhostGeometry[] = [];
  for (const box of boxes) {
    const body = bodies.get(box.id);
    const rect = rects.get(box.id) as Rect;
    const glyphs = hostGeometry(box, rect, body);
    hosts.push(...glyphs.hosts);
    ghosts.push(...glyphs.ghosts);
    const hiddenHosts = level === 'hosts' && body !== undefined ? box.hostCount - glyphs.hosts.length : 0;
    const touching = lines.filter((line) => line.source === box || line.target === box);
    const bundles = inside.get(box.id) ?? [];
    zones.push(zoneGeometry({ box, rect, body, lines: touching, inside: bundles, hiddenHosts }));
  }
  const chips = [...sides.values()].flatMap((side) =>
    side.chips.map((chip) => chipGeometry(chip, anchors.chips.get(chip.id) as number, rects.get(side.box.id) as Rect)),
  );
  return { zones, hosts, ghosts, chips };
}
