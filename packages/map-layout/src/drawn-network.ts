import type { BundleStatus, Glyph, MapBundle, MapHost, MapZone } from './map-input.ts';

/** A box to be drawn: one open zone, or all folded zones of a lane. */
export interface Box {
  readonly id: string;
  /** Index into `LANES`. */
  readonly lane: number;
  readonly name: string;
  readonly caption: string;
  readonly glyph: Glyph;
  readonly hostCount: number;
  readonly folded: boolean;
  readonly zones: readonly MapZone[];
  /** Sorted: servers first, then by name. */
  readonly hosts: readonly MapHost[];
}

/** A line to be drawn between two boxes: one bundle, or several merged ones. */
export interface Line {
  readonly id: string;
  readonly source: Box;
  readonly target: Box;
  readonly service: string;
  readonly status: BundleStatus;
  readonly infrastructure: boolean;
  readonly directed: boolean;
  readonly pairs: number;
  readonly bundles: readonly MapBundle[];
}

const SEVERITY: Readonly<Record<BundleStatus, number>> = { ordinary: 0, approved: 1, unreviewed: 2, violation: 3 };

export function severity(status: BundleStatus): number {
  return SEVERITY[status];
}

export function worstStatus(statuses: Iterable<BundleStatus>): BundleStatus {
  let worst: BundleStatus = 'ordinary';
  for (const status of statuses) {
    if (severity(status) > severity(worst)) worst = status;
  }
  return worst;
}

/** Violations and unreviewed traffic: never left out and never merged with anything approved. */
export function isException(status: BundleStatus): boolean {
  return severity(status) >= SEVERITY.unreviewed;
}

/** Lanes a line passes between those of its boxes; empty for neighbours. */
export function lanesBetween(line: Line): readonly number[] {
  const first = Math.min(line.source.lane, line.target.lane);
  const last = Math.max(line.source.lane, line.target.lane);
  return Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => first + 1 + index);
}
