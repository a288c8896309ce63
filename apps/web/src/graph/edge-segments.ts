import type { Point } from '@scopemap/map-layout';

export interface EdgeSegments {
  /** Per inner way point: how far along the straight line from first to last, 0 to 1. Space-separated. */
  readonly weights: string;
  /** Per inner way point: pixels beside that line. Space-separated. */
  readonly distances: string;
}

/**
 * Way points as Cytoscape wants them for `segments` edges: relative to the straight line between the end points.
 * Undefined for a line without inner points, or whose ends coincide.
 */
export function toSegments(points: readonly Point[]): EdgeSegments | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 3) return undefined;
  const dx = last.x - first.x;
  const dy = last.y - first.y;
  const length = Math.hypot(dx, dy);
  if (length === 0) return undefined;
  const inner = points.slice(1, -1).map(({ x, y }) => ({ x: x - first.x, y: y - first.y }));
  return {
    weights: inner.map((v) => round((v.x * dx + v.y * dy) / (length * length))).join(' '),
    distances: inner.map((v) => round((v.y * dx - v.x * dy) / length)).join(' '),
  };
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
