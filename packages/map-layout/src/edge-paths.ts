import type { Anchors } from './anchors.ts';
import { endKey } from './anchors.ts';
import { facingSide } from './contacts.ts';
import type { CorridorTracks } from './corridors.ts';
import type { Line } from './drawn-network.ts';
import type { Point, Rect, Side } from './geometry.ts';
import type { Vertical, VerticalEnd } from './gutter-tracks.ts';
import { LANES } from './map-input.ts';
import { CHIP_OVERHANG } from './metrics.ts';

/** The verticals of a line, from left to right, with the gutter each lies in. */
export function lineVerticals(
  line: Line,
  anchors: Anchors,
  corridors: CorridorTracks,
): readonly { readonly gutter: number; readonly vertical: Vertical }[] {
  const y = (end: 'source' | 'target') => anchors.ends.get(endKey(line, end)) as number;
  if (line.source.lane === line.target.lane) {
    const side = facingSide(line.source, line.target);
    const gutter = Math.min(line.source.lane, LANES.length - 2);
    return [
      {
        gutter,
        vertical: {
          line,
          ends: [
            { side: turned(side), y: y('source') },
            { side: turned(side), y: y('target') },
          ],
        },
      },
    ];
  }
  const forward = line.source.lane < line.target.lane;
  const first = Math.min(line.source.lane, line.target.lane);
  const last = Math.max(line.source.lane, line.target.lane);
  const heights = [y(forward ? 'source' : 'target')];
  for (let lane = first + 1; lane < last; lane += 1) {
    heights.push(corridors.get(line.id)?.get(lane) as number);
  }
  heights.push(y(forward ? 'target' : 'source'));
  return heights.slice(1).map((right, index) => ({
    gutter: first + index,
    vertical: {
      line,
      ends: [
        { side: 'left', y: heights[index] as number },
        { side: 'right', y: right },
      ] as readonly [VerticalEnd, VerticalEnd],
    },
  }));
}

/** A box's right side is the left side of the gutter beside it. */
function turned(side: Side): Side {
  return side === 'right' ? 'left' : 'right';
}

/** Way points from the source's border to the target's border or chip; neighbouring points share x or y. */
export function linePoints(
  line: Line,
  verticals: readonly { readonly gutter: number; readonly vertical: Vertical }[],
  xOf: (gutter: number, line: Line) => number,
  rects: ReadonlyMap<string, Rect>,
): readonly Point[] {
  const sourceX = borderX(line, 'source', rects);
  const targetX = borderX(line, 'target', rects);
  const forward = line.source.lane <= line.target.lane;
  const pieces = forward ? verticals : [...verticals].reverse();
  const points: Point[] = [];
  for (const { gutter, vertical } of pieces) {
    const [from, to] = forward ? vertical.ends : [vertical.ends[1], vertical.ends[0]];
    const x = xOf(gutter, line);
    if (points.length === 0) points.push({ x: sourceX, y: from.y });
    if (from.y !== to.y) points.push({ x, y: from.y }, { x, y: to.y });
  }
  const last = pieces.at(-1)?.vertical.ends[forward ? 1 : 0] as VerticalEnd;
  points.push({ x: targetX, y: last.y });
  return points;
}

/** Lines begin on the border; those with a direction end at the chip, which reaches over it. */
function borderX(line: Line, end: 'source' | 'target', rects: ReadonlyMap<string, Rect>): number {
  const box = end === 'source' ? line.source : line.target;
  const side = facingSide(box, end === 'source' ? line.target : line.source);
  const rect = rects.get(box.id) as Rect;
  const reach = end === 'target' && line.directed ? CHIP_OVERHANG : 0;
  return side === 'left' ? rect.x - reach : rect.x + rect.width + reach;
}
