import type { Anchors } from './anchors.ts';
import { placeAnchors } from './anchors.ts';
import type { ArrangedBoxes } from './arrange-boxes.ts';
import type { Routes } from './corridors.ts';
import { completeRoutes, countTracks, placeCorridorTracks } from './corridors.ts';
import type { Box, Line } from './drawn-network.ts';
import { lineVerticals } from './edge-paths.ts';
import type { Rect, StoredLevel } from './geometry.ts';
import type { GutterTracks, Vertical } from './gutter-tracks.ts';
import { assignTracks } from './gutter-tracks.ts';
import { LANES } from './map-input.ts';
import type { VerticalPlacement } from './placement.ts';
import { placeVertically } from './placement.ts';
import { sideRange } from './zone-body.ts';

/** Everything that has a y, and in which track of each gutter each line runs. */
export interface RoutedLines {
  readonly placement: VerticalPlacement;
  readonly routes: Routes;
  readonly anchors: Anchors;
  readonly verticals: ReadonlyMap<Line, readonly { readonly gutter: number; readonly vertical: Vertical }[]>;
  /** Per gutter. */
  readonly tracks: readonly GutterTracks[];
}

export function routeLines(
  boxes: readonly Box[],
  lines: readonly Line[],
  order: readonly (readonly string[])[],
  knownRoutes: Routes,
  arranged: ArrangedBoxes,
  stored: StoredLevel | undefined,
): RoutedLines {
  const { heights, sides, bodies } = arranged;
  const place = (routes: Routes) =>
    placeVertically({
      order,
      heights,
      tracks: countTracks(routes, LANES.length),
      storedCorridors: stored?.corridors,
    });
  const middleIn = (placed: VerticalPlacement) => (id: string) =>
    (placed.boxTop.get(id) ?? placed.top) + (heights.get(id) ?? 0) / 2;
  const drawnIds = new Set(lines.map((line) => line.id));
  const draft = place(new Map([...knownRoutes].filter(([id]) => drawnIds.has(id))));
  const routes = completeRoutes(lines, knownRoutes, draft, middleIn(draft));
  const placement = place(routes);
  const middle = middleIn(placement);
  const corridors = placeCorridorTracks(lines, routes, placement, middle);
  const rectOf = new Map(
    boxes.map((box): [string, Rect] => [
      box.id,
      { x: 0, width: 0, y: placement.boxTop.get(box.id) ?? placement.top, height: heights.get(box.id) ?? 0 },
    ]),
  );
  const anchors = placeAnchors({
    sides,
    range: ({ box, side }) => sideRange(side, rectOf.get(box.id) as Rect, bodies.get(box.id)),
    corridors,
    middle,
  });
  const verticals = new Map(lines.map((line) => [line, lineVerticals(line, anchors, corridors)]));
  const tracks = LANES.slice(1).map((_, gutter) =>
    assignTracks([...verticals.values()].flat().flatMap((piece) => (piece.gutter === gutter ? [piece.vertical] : []))),
  );
  return { placement, routes, anchors, verticals, tracks };
}
