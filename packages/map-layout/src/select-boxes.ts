import type { Box } from './drawn-network.ts';
import { isException } from './drawn-network.ts';
import type { StoredLayout } from './geometry.ts';
import type { Lane, MapBundle, MapHost, MapInput, MapZone } from './map-input.ts';
import { LANES } from './map-input.ts';
import { MAX_OPEN_ZONES } from './metrics.ts';
import { byNaturalText, byText } from './text-order.ts';

export interface BoxSelection {
  readonly boxes: readonly Box[];
  /** Zone id -> the box that shows it. */
  readonly boxOfZone: ReadonlyMap<string, Box>;
  readonly foldedZones: number;
  readonly unknownZoneHosts: number;
}

export function foldedBoxId(lane: Lane): string {
  return `folded:${lane}`;
}

/** At most twelve zones become boxes of their own, the rest of each lane one box `+n zones`. */
export function selectBoxes(input: MapInput, stored: StoredLayout | undefined): BoxSelection {
  const zones = uniqueById(input.zones).sort((a, b) => byNaturalText(a.name, b.name) || byText(a.id, b.id));
  const hostsOfZone = new Map<string, MapHost[]>(zones.map((zone) => [zone.id, []]));
  let unknownZoneHosts = 0;
  for (const host of uniqueById(input.hosts)) {
    const members = hostsOfZone.get(host.zone);
    if (members === undefined) unknownZoneHosts += 1;
    else members.push(host);
  }
  const open = openZones(zones, input.bundles, stored);
  const boxes: Box[] = [];
  for (const lane of LANES) {
    const inLane = zones.filter((zone) => zone.lane === lane);
    for (const zone of inLane.filter((candidate) => open.has(candidate.id))) {
      boxes.push(zoneBox(zone, hostsOfZone.get(zone.id) ?? []));
    }
    const folded = inLane.filter((zone) => !open.has(zone.id));
    if (folded.length > 0) boxes.push(foldedBox(lane, folded, hostsOfZone));
  }
  const boxOfZone = new Map(boxes.flatMap((box) => box.zones.map((zone) => [zone.id, box] as const)));
  return { boxes, boxOfZone, foldedZones: zones.length - open.size, unknownZoneHosts };
}

/** Stored choices stand. New zones open while there is room: those with exceptions first, then from the CDE outwards, then the busiest. */
function openZones(
  zones: readonly MapZone[],
  bundles: readonly MapBundle[],
  stored: StoredLayout | undefined,
): ReadonlySet<string> {
  const known = new Map(LANES.flatMap((lane) => stored?.lanes[lane] ?? []).map((zone) => [zone.id, zone.open]));
  const open = new Set(zones.filter((zone) => known.get(zone.id) === true).map((zone) => zone.id));
  const exceptions = new Map<string, number>();
  const traffic = new Map<string, number>();
  for (const bundle of bundles) {
    for (const zone of new Set([bundle.sourceZone, bundle.targetZone])) {
      const counts = isException(bundle.status) ? exceptions : traffic;
      counts.set(zone, (counts.get(zone) ?? 0) + 1);
    }
  }
  const flagged = (zone: MapZone) => ((exceptions.get(zone.id) ?? 0) > 0 ? 0 : 1);
  const candidates = zones
    .filter((zone) => !known.has(zone.id))
    .sort(
      (a, b) =>
        flagged(a) - flagged(b) ||
        LANES.indexOf(a.lane) - LANES.indexOf(b.lane) ||
        (traffic.get(b.id) ?? 0) - (traffic.get(a.id) ?? 0) ||
        b.hostCount - a.hostCount ||
        byText(a.id, b.id),
    );
  for (const zone of candidates.slice(0, Math.max(0, MAX_OPEN_ZONES - open.size))) {
    open.add(zone.id);
  }
  // A box that stands for one zone takes its room and says less. Later ones fold, or a lane would grow zone by zone.
  if (stored === undefined) {
    for (const folded of Map.groupBy(zones, ({ lane }) => lane).values()) {
      const left = folded.filter((zone) => !open.has(zone.id));
      if (left.length === 1) open.add((left[0] as MapZone).id);
    }
  }
  return open;
}

function zoneBox(zone: MapZone, hosts: readonly MapHost[]): Box {
  return {
    id: zone.id,
    lane: LANES.indexOf(zone.lane),
    name: zone.name,
    caption: zone.caption,
    glyph: zone.glyph,
    hostCount: Math.max(zone.hostCount, hosts.length),
    folded: false,
    zones: [zone],
    hosts: sortHosts(hosts),
  };
}

function foldedBox(lane: Lane, zones: readonly MapZone[], hostsOfZone: ReadonlyMap<string, readonly MapHost[]>): Box {
  const hosts = zones.flatMap((zone) => hostsOfZone.get(zone.id) ?? []);
  const glyphs = new Set(zones.map((zone) => zone.glyph));
  const [only] = glyphs;
  return {
    id: foldedBoxId(lane),
    lane: LANES.indexOf(lane),
    name: zones.length === 1 ? '+1 zone' : `+${zones.length} zones`,
    caption: '',
    glyph: glyphs.size === 1 && only !== undefined ? only : lane,
    hostCount: zones.reduce((sum, zone) => sum + Math.max(zone.hostCount, hostsOfZone.get(zone.id)?.length ?? 0), 0),
    folded: true,
    zones,
    hosts: sortHosts(hosts),
  };
}

function sortHosts(hosts: readonly MapHost[]): readonly MapHost[] {
  return [...hosts].sort(
    (a, b) => Number(b.server) - Number(a.server) || byNaturalText(a.label, b.label) || byText(a.id, b.id),
  );
}

function uniqueById<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
