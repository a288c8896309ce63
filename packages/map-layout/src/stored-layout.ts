import type { ArrangedBoxes } from './arrange-boxes.ts';
import { storedZones } from './arrange-boxes.ts';
import type { Routes } from './corridors.ts';
import type { Box } from './drawn-network.ts';
import type { Level, StoredLayout, StoredLevel, StoredZone } from './geometry.ts';
import type { LaneColumns } from './lane-columns.ts';
import type { Lane } from './map-input.ts';
import { LANES } from './map-input.ts';
import type { VerticalPlacement } from './placement.ts';

/** What the next layout needs in order to move nothing. Knowledge of zones and lines that are not drawn now is kept. */
export function storeLayout(
  level: Level,
  before: StoredLayout | undefined,
  boxes: readonly Box[],
  order: readonly (readonly string[])[],
  arranged: ArrangedBoxes,
  routes: Routes,
  placement: VerticalPlacement,
  columns: LaneColumns,
): StoredLayout {
  const known = storedZones(before);
  const drawn = new Set(boxes.map((box) => box.id));
  const lanes = Object.fromEntries(
    LANES.map((lane, index): [Lane, readonly StoredZone[]] => {
      const inOrder = (order[index] ?? []).map((id) =>
        storeZone(id, level, known[index]?.get(id), drawn.has(id), arranged),
      );
      const folded = boxes
        .filter((box) => box.folded && box.lane === index)
        .flatMap((box) =>
          box.zones.map((zone): StoredZone => ({ ...known[index]?.get(zone.id), id: zone.id, open: false })),
        );
      return [lane, [...inOrder, ...folded]];
    }),
  ) as Record<Lane, readonly StoredZone[]>;
  return {
    version: 2,
    lanes,
    routes: { ...before?.routes, ...toRecord(routes) },
    levels: { ...before?.levels, [level]: storeLevel(before?.levels[level], placement, columns) },
  };
}

function storeZone(
  id: string,
  level: Level,
  known: StoredZone | undefined,
  drawn: boolean,
  { heights, bodies }: ArrangedBoxes,
): StoredZone {
  const zone: StoredZone = { ...known, id, open: true };
  if (!drawn) return zone;
  const body = bodies.get(id);
  if (body !== undefined) return { ...zone, body };
  const height = heights.get(id) ?? 0;
  return level === 'zones' || known?.body === undefined ? { ...zone, zonesHeight: height } : zone;
}

function storeLevel(before: StoredLevel | undefined, placement: VerticalPlacement, columns: LaneColumns): StoredLevel {
  const corridors = placement.gaps.map((gaps, lane): [string, Readonly<Record<string, number>>] => [
    String(lane),
    { ...before?.corridors[lane], ...Object.fromEntries(gaps.map((gap) => [gap.below, gap.reserved])) },
  ]);
  return { gutters: columns.gutters.map((gutter) => gutter.width), corridors: Object.fromEntries(corridors) };
}

function toRecord(routes: Routes): StoredLayout['routes'] {
  return Object.fromEntries(
    [...routes].map(([id, route]) => [
      id,
      Object.fromEntries([...route].map(([lane, below]) => [String(lane), below])),
    ]),
  );
}

/** Routes as stored, with lane numbers again. */
export function storedRoutes(stored: StoredLayout): Routes {
  return new Map(
    Object.entries(stored.routes).map(([id, route]) => [
      id,
      new Map(Object.entries(route).map(([lane, below]) => [Number(lane), below])),
    ]),
  );
}

/** Ids of boxes per lane. */
export function storedOrder(stored: StoredLayout): readonly (readonly string[])[] {
  return LANES.map((lane) => stored.lanes[lane].filter((zone) => zone.open).map((zone) => zone.id));
}
