import type { Line } from './drawn-network.ts';
import { placeLabels } from './edge-labels.ts';
import { linePoints } from './edge-paths.ts';
import type { ChipGeometry, EdgeGeometry, Rect } from './geometry.ts';
import type { GutterTracks } from './gutter-tracks.ts';
import type { LaneColumns } from './lane-columns.ts';
import { trackX } from './lane-columns.ts';
import type { MapHost } from './map-input.ts';
import { CHIP_OVERHANG } from './metrics.ts';
import type { RoutedLines } from './route-lines.ts';

const WIDEST = 5.5;

export function drawEdges(
  lines: readonly Line[],
  { verticals, tracks }: RoutedLines,
  columns: LaneColumns,
  rects: ReadonlyMap<string, Rect>,
  chips: readonly ChipGeometry[],
  hosts: readonly MapHost[],
): readonly EdgeGeometry[] {
  const xOf = (gutter: number, line: Line) => {
    const gutterTracks = tracks[gutter] as GutterTracks;
    return trackX(columns, gutter, gutterTracks.trackOf.get(line.id) ?? 0, gutterTracks);
  };
  const drawn = lines.map((line) => ({ line, points: linePoints(line, verticals.get(line) ?? [], xOf, rects) }));
  const label = new Map(hosts.map((host) => [host.id, host.label]));
  const obstacles = [...rects.values()].map(withChips);
  const labels = placeLabels(drawn, obstacles, (id) => label.get(id));
  const chipOf = new Map(chips.flatMap((chip) => chip.bundles.map((bundle) => [`${chip.zone} ${bundle}`, chip.id])));
  return drawn.map(({ line, points }): EdgeGeometry => {
    const chip = line.directed ? chipOf.get(`${line.target.id} ${line.bundles[0]?.id}`) : undefined;
    const plate = labels.get(line.id);
    return {
      id: line.id,
      bundles: line.bundles.map((bundle) => bundle.id),
      source: line.source.id,
      target: line.target.id,
      ...(chip === undefined ? {} : { chip }),
      points,
      status: line.status,
      infrastructure: line.infrastructure,
      directed: line.directed,
      width: lineWidth(line),
      dashed: line.status === 'unreviewed',
      pairs: line.pairs,
      ...(plate === undefined ? {} : { label: plate }),
    };
  });
}

/** The lines' chips reach over the border of their box. */
function withChips(rect: Rect): Rect {
  return { ...rect, x: rect.x - CHIP_OVERHANG - 1, width: rect.width + 2 * CHIP_OVERHANG + 2 };
}

/** Exceptions have fixed widths; approved lines grow with the number of host pairs. */
function lineWidth({ status, infrastructure, pairs }: Line): number {
  if (status === 'violation') return 3.5;
  if (status === 'unreviewed') return 2.5;
  return infrastructure ? 1 : Math.min(WIDEST, 1 + 0.5 * Math.log2(1 + pairs));
}
