import { arrangeBoxes } from './arrange-boxes.ts';
import { boxRects, drawBoxes } from './draw-boxes.ts';
import { drawEdges } from './draw-edges.ts';
import { boundaryGeometry, laneGeometry } from './frame-geometry.ts';
import type { LayoutOptions, MapGeometry } from './geometry.ts';
import { placeColumns } from './lane-columns.ts';
import { insertIntoOrder, proposeOrder } from './lane-order.ts';
import { leaveOldLanes } from './leave-old-lanes.ts';
import type { MapInput } from './map-input.ts';
import { LANES } from './map-input.ts';
import { MARGIN } from './metrics.ts';
import { routeLines } from './route-lines.ts';
import { selectBoxes } from './select-boxes.ts';
import { selectLines } from './select-lines.ts';
import { storedOrder, storedRoutes, storeLayout } from './stored-layout.ts';

/**
 * Geometry of the scope-lanes picture. Pure: the same input gives the same picture, in whatever order it lists things.
 *
 * Zones are boxes in the lane of their scope category, services are chips on the box that offers them, bundles are
 * orthogonal lines that run in gutters between lanes and in corridors between boxes, and so never cross a box. With
 * `options.stored` nothing that was drawn before moves: new zones, hosts and lines are only inserted.
 */
export function layoutMap(input: MapInput, options: LayoutOptions): MapGeometry {
  const { level } = options;
  const stored = options.stored && leaveOldLanes(options.stored, input.zones);
  const selection = selectBoxes(input, stored);
  const { boxes } = selection;
  const { lines, inside, omittedBundles, unknownZoneBundles } = selectLines(input.bundles, selection.boxOfZone);
  const proposed = stored === undefined ? proposeOrder(boxes, lines) : undefined;
  const order = proposed?.boxes ?? insertIntoOrder(stored === undefined ? [] : storedOrder(stored), boxes, lines);
  const knownRoutes = proposed?.routes ?? (stored === undefined ? new Map() : storedRoutes(stored));
  const arranged = arrangeBoxes(boxes, lines, level, stored);
  const routed = routeLines(boxes, lines, order, knownRoutes, arranged, stored?.levels[level]);
  const { placement } = routed;
  const columns = placeColumns(
    level,
    LANES.map((_, lane) => order[lane]?.length === 0),
    routed.tracks,
    stored?.levels[level]?.gutters,
  );
  const rects = boxRects(boxes, arranged, placement, columns);
  const drawn = drawBoxes(level, boxes, lines, inside, arranged, rects, routed.anchors);
  const edges = drawEdges(lines, routed, columns, rects, drawn.chips, input.hosts);
  const hostCount = boxes.reduce((sum, box) => sum + box.hostCount, 0);
  return {
    level,
    width: columns.width,
    height: placement.bottom + MARGIN,
    lanes: laneGeometry(columns, boxes, placement.bottom),
    boundary: boundaryGeometry(columns, placement.bottom),
    ...drawn,
    edges,
    omitted: {
      zones: selection.foldedZones,
      hosts: level === 'hosts' ? hostCount - drawn.hosts.length : 0,
      bundles: omittedBundles,
      insideBundles: [...inside.values()].reduce((sum, ids) => sum + ids.length, 0),
      unknownZoneBundles,
      unknownZoneHosts: selection.unknownZoneHosts,
    },
    stored: storeLayout(level, stored, boxes, order, arranged, routed.routes, placement, columns),
  };
}
