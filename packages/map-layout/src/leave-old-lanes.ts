import type { StoredLayout, StoredZone } from './geometry.ts';
import type { Lane, MapZone } from './map-input.ts';
import { LANES } from './map-input.ts';

/**
 * Takes zones out of lanes in which they no longer belong: what was decided of them has changed. In its new lane such a zone is
 * new; boxes below its old place move up, which only a new decision does, never a filter.
 */
export function leaveOldLanes(stored: StoredLayout, zones: readonly MapZone[]): StoredLayout {
  const laneOf = new Map(zones.map((zone) => [zone.id, zone.lane]));
  const lanes = Object.fromEntries(
    LANES.map((lane): [Lane, readonly StoredZone[]] => [
      lane,
      stored.lanes[lane].filter(({ id }) => (laneOf.get(id) ?? lane) === lane),
    ]),
  ) as Record<Lane, readonly StoredZone[]>;
  return { ...stored, lanes };
}
