import type { EdgeGeometry, Point } from './geometry.ts';
import type { Palette } from './palette.ts';
import { distance, element, rectElement, round, roundedPath, textElement, towards } from './svg-markup.ts';
import { CHANGE_DASH, type Change } from './svg-overlay.ts';

const CORNER = 9;
const OUTLINE = 1.5;
const CHANGED_WIDTH = 3.5;

/** Line, arrow head and source dot; what became of it between two periods is shown instead of its status. */
export function edgeMarkup(edge: EdgeGeometry, palette: Palette, change?: Change): string {
  const colour = change === undefined ? palette.line[edge.status] : palette.change[change];
  const exception = change !== undefined || edge.status === 'violation' || edge.status === 'unreviewed';
  const width = change === undefined ? edge.width : CHANGED_WIDTH;
  const head = edge.directed ? headLength(edge) : 0;
  const path = roundedPath(shortened(edge.points, head - 1), CORNER);
  const common = { d: path, fill: 'none', 'stroke-linejoin': 'round' };
  const outline =
    edge.status === 'violation'
      ? element('path', { ...common, stroke: palette.background, 'stroke-width': edge.width + 2 * OUTLINE })
      : '';
  const line = element('path', {
    ...common,
    stroke: colour,
    'stroke-width': width,
    'stroke-dasharray': change === undefined ? (edge.dashed ? '7 4' : undefined) : CHANGE_DASH[change],
  });
  const ends = edge.directed ? [edge.points[0]] : [edge.points[0], edge.points.at(-1)];
  const dots = ends.map((point) =>
    point === undefined ? '' : element('circle', { cx: point.x, cy: point.y, r: exception ? 3 : 2.2, fill: colour }),
  );
  const parts = outline + line + arrowHead(edge.points, head, colour) + dots.join('');
  return exception ? parts : element('g', { opacity: edge.status === 'ordinary' ? 0.45 : 0.55 }, parts);
}

export function edgeLabelMarkup({ label, status }: EdgeGeometry, palette: Palette): string {
  if (label === undefined) return '';
  const plate = rectElement(label.rect, { rx: 3, fill: palette.background, opacity: 0.92 });
  return plate + textElement(label.text, palette.ink[status]);
}

function headLength({ width, points }: EdgeGeometry): number {
  const last = points.length < 2 ? 0 : distance(points.at(-2) as Point, points.at(-1) as Point);
  return Math.min(5 + width, Math.max(3, last));
}

/** The line ends inside its arrow head. */
function shortened(points: readonly Point[], length: number): readonly Point[] {
  if (length <= 0 || points.length < 2) return points;
  const before = points.at(-2) as Point;
  const last = points.at(-1) as Point;
  return [...points.slice(0, -1), towards(last, before, Math.min(length, distance(before, last)))];
}

function arrowHead(points: readonly Point[], length: number, colour: string): string {
  if (length === 0 || points.length < 2) return '';
  const tip = points.at(-1) as Point;
  const base = towards(tip, points.at(-2) as Point, length);
  const half = length * 0.48;
  const corners = [tip, { x: base.x, y: base.y - half }, { x: base.x, y: base.y + half }];
  const list = corners.map((corner) => `${round(corner.x)},${round(corner.y)}`).join(' ');
  return element('polygon', { points: list, fill: colour });
}
