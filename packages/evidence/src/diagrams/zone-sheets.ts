import { LANES, layoutMap, type MapInput, type MapZone, mapToSvg } from '@scopemap/map-layout';
import { byText } from '@scopemap/scope-model';
import type { EvidenceView } from '../evidence-view.ts';
import { evidenceMap } from './evidence-map.ts';
import { titleBlock } from './title-block.ts';
import { withTitleBlock } from './with-title-block.ts';

/** A zone with more systems is drawn as a box with their number. */
const MOST_GLYPHS = 60;

/** One zone with every zone that it is in contact with. */
export interface ZoneSheet {
  readonly zone: string;
  /** Drawn when it is asked for: many pictures at once are large. */
  svg(): string;
}

/** Whether the map has more zones than it draws open, so that zones need sheets of their own. */
export function needsSheets(map: MapInput): boolean {
  return layoutMap(map, { level: 'zones' }).zones.some(({ zones }) => zones.length > 1);
}

/**
 * Sheets of a network whose map folds zones, the CDE first: for each zone with contact its own lines alone, so that none is
 * hidden. None where the map draws every zone.
 */
export function zoneSheets(view: EvidenceView): ZoneSheet[] {
  const map = evidenceMap(view);
  if (!needsSheets(map)) return [];
  const drawn = map.zones.filter(({ id }) => map.bundles.some((one) => one.sourceZone === id || one.targetZone === id));
  drawn.sort((a, b) => LANES.indexOf(a.lane) - LANES.indexOf(b.lane) || byText(a.name, b.name));
  return drawn.map((zone, i) => ({
    zone: zone.name,
    svg: () => {
      const title = `Network diagram: ${zone.name}`;
      const svg = mapToSvg(layoutMap(around(map, zone), { level: 'hosts' }), 'light', { title });
      return withTitleBlock(svg, titleBlock(view, title, `${i + 1} of ${drawn.length}`));
    },
  }));
}

/** The map narrowed to the lines of one zone; systems are drawn where they are few and have part in one. */
function around({ zones, hosts, bundles }: MapInput, zone: MapZone): MapInput {
  const own = bundles.filter(({ sourceZone, targetZone }) => sourceZone === zone.id || targetZone === zone.id);
  const beside = new Set(own.flatMap(({ sourceZone, targetZone }) => [sourceZone, targetZone]));
  const part = new Set(own.flatMap(({ sourceHosts, targetHosts }) => [...sourceHosts, ...targetHosts]));
  const named = hosts.filter(({ id, zone: at }) => part.has(id) && beside.has(at));
  const few = new Set(
    [...Map.groupBy(named, ({ zone: at }) => at)].flatMap(([at, all]) => (all.length <= MOST_GLYPHS ? [at] : [])),
  );
  return {
    zones: zones.filter(({ id }) => beside.has(id)),
    hosts: named.filter(({ zone: at }) => few.has(at)),
    bundles: own,
  };
}
