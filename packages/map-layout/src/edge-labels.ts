import type { Line } from './drawn-network.ts';
import { isException } from './drawn-network.ts';
import type { EdgeLabel, Point, Rect } from './geometry.ts';
import { placeText } from './placed-text.ts';
import { byNaturalText } from './text-order.ts';
import { textWidth } from './text-width.ts';

const SIZE = 10;
const PLATE_HEIGHT = 13;
const PLATE_PADDING = 4;
/** Line that stays visible on both sides of a plate. */
const VISIBLE_LINE = 10;
const LABEL_ROOM = 260;
/** Larger bundles are read from the chip and the panel. */
const NAMED_PAIRS = 2;
const STEP = 12;

interface DrawnLine {
  readonly line: Line;
  readonly points: readonly Point[];
}

/** Names the ends of small exceptions on a plate on the line, where it covers no box, chip, other exception or plate. */
export function placeLabels(
  drawn: readonly DrawnLine[],
  obstacles: readonly Rect[],
  hostLabel: (id: string) => string | undefined,
): ReadonlyMap<string, EdgeLabel> {
  const labels = new Map<string, EdgeLabel>();
  const taken = [...obstacles];
  const exceptions = drawn.filter(({ line }) => isException(line.status));
  for (const { line, points } of [...exceptions].reverse()) {
    const text = labelText(line, hostLabel);
    if (text === undefined) continue;
    const others = exceptions.filter((other) => other.line !== line).flatMap((other) => segments(other.points));
    const width = Math.min(LABEL_ROOM, textWidth(text, SIZE, 'bold')) + 2 * PLATE_PADDING;
    const rect = candidates(points, width).find(
      (plate) => !taken.some((other) => overlap(plate, other)) && !others.some((other) => overlap(plate, other)),
    );
    if (rect === undefined) continue;
    taken.push(rect);
    const style = { size: SIZE, weight: 'bold', anchor: 'middle' } as const;
    const room = width - 2 * PLATE_PADDING + 0.01;
    labels.set(line.id, { rect, text: placeText(text, rect.x + width / 2, rect.y + 10, room, style) });
  }
  return labels;
}

function labelText(line: Line, hostLabel: (id: string) => string | undefined): string | undefined {
  if (line.bundles.length > 1) return `${line.bundles.length} exceptions`;
  const [bundle] = line.bundles;
  if (bundle === undefined || line.pairs > NAMED_PAIRS) return undefined;
  const names = (hosts: readonly string[]) => hosts.map(hostLabel).sort((a, b) => byNaturalText(a ?? '', b ?? ''));
  const sources = names(bundle.sourceHosts);
  const targets = names(bundle.targetHosts);
  if (sources.length === 0 || targets.length === 0 || [...sources, ...targets].includes(undefined)) return undefined;
  if (line.directed) return `${sources.join(', ')} → ${targets.join(', ')}`;
  return `${sources.join(', ')} – ${targets.join(', ')} · ${line.service}`;
}

/** Plates along the horizontals, longest first, from the middle outwards. */
function candidates(points: readonly Point[], width: number): readonly Rect[] {
  const horizontals = points
    .slice(1)
    .map((to, index) => ({ from: points[index] as Point, to }))
    .filter(({ from, to }) => from.y === to.y)
    .map(({ from, to }) => ({ left: Math.min(from.x, to.x), right: Math.max(from.x, to.x), y: from.y }))
    .sort((a, b) => b.right - b.left - (a.right - a.left));
  return horizontals.flatMap(({ left, right, y }) => {
    const slack = (right - left - width) / 2 - VISIBLE_LINE;
    if (slack < 0) return [];
    const middle = (left + right) / 2 - width / 2;
    const shifts = [0];
    for (let shift = STEP; shift <= slack; shift += STEP) shifts.push(shift, -shift);
    return shifts.map((shift) => ({ x: middle + shift, y: y - PLATE_HEIGHT / 2, width, height: PLATE_HEIGHT }));
  });
}

function segments(points: readonly Point[]): readonly Rect[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    return {
      x: Math.min(from.x, to.x) - 1,
      y: Math.min(from.y, to.y) - 1,
      width: Math.abs(to.x - from.x) + 2,
      height: Math.abs(to.y - from.y) + 2,
    };
  });
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
