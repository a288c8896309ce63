import type { StoredLayout, StoredZone } from './geometry.ts';
import type { Lane, MapInput } from './map-input.ts';
import { LANES } from './map-input.ts';
import { foldedBoxId } from './select-boxes.ts';

/**
 * Drops what `input` no longer has: zones that were deleted, and routes of lines that are gone. A layout keeps the place
 * of everything it knows, because a filter must not move anything; so call this with the whole network, when zones were
 * deleted. Boxes below a dropped zone move up.
 */
export function forgetMissing(stored: StoredLayout, input: MapInput): StoredLayout {
  const zones = new Set(input.zones.map((zone) => zone.id));
  const bundles = new Set(input.bundles.map((bundle) => bundle.id));
  const folded = new Set(LANES.flatMap((lane) => stored.lanes[lane]).flatMap((zone) => (zone.open ? [] : zone.id)));
  const lanes = Object.fromEntries(
    LANES.map((lane): [Lane, readonly StoredZone[]] => {
      const hasFolded = input.zones.some((zone) => zone.lane === lane && folded.has(zone.id));
      const isKept = ({ id }: StoredZone) => zones.has(id) || (hasFolded && id === foldedBoxId(lane));
      return [lane, stored.lanes[lane].filter(isKept)];
    }),
  ) as Record<Lane, readonly StoredZone[]>;
  const routes = Object.entries(stored.routes).filter(([id]) => bundles.has(id));
  return { ...stored, lanes, routes: Object.fromEntries(routes) };
}
