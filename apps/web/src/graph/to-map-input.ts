import type { Graph, GraphZone } from '@scopemap/contract';
import { CATEGORY_DRAWING, type MapInput } from '@scopemap/map-layout';
import { isInScope } from '@scopemap/scope-model';

/** The answer of the API as what the map draws. Lane and glyph are what was decided of the zone or host, not what is claimed. */
export function toMapInput(graph: Graph): MapInput {
  return {
    zones: graph.zones.map((zone) => ({
      id: zone.id,
      name: zone.name,
      caption: captionOf(zone),
      lane: CATEGORY_DRAWING[zone.category].lane,
      glyph: CATEGORY_DRAWING[zone.category].glyph,
      hostCount: zone.hostCount,
    })),
    hosts: graph.hosts.map((host) => ({
      id: String(host.id),
      zone: host.zone,
      label: host.name ?? host.address,
      glyph: CATEGORY_DRAWING[host.category].glyph,
      server: host.server,
      status: host.status,
    })),
    bundles: graph.bundles.map((bundle) => ({
      id: bundle.id,
      sourceZone: bundle.sourceZone,
      targetZone: bundle.targetZone,
      service: bundle.service,
      status: bundle.status,
      infrastructure: bundle.infrastructure,
      directed: bundle.directed,
      pairs: bundle.pairs,
      sourceHosts: bundle.sourceHosts.map(String),
      targetHosts: bundle.targetHosts.map(String),
    })),
  };
}

/** The prefixes as far as a header has room, the first and how many more; and a claim that what was decided goes against. */
function captionOf(zone: GraphZone): string {
  const [first, ...rest] = zone.prefixes;
  const prefixes = !first || first === zone.name ? '' : rest.length > 0 ? `${first} +${rest.length}` : first;
  return [claimMark(zone), prefixes].filter((part) => part !== '').join(' · ');
}

/** Somebody says that the zone is out of scope, and it is in scope, or not shown to be out. */
function claimMark({ claim, category }: GraphZone): string {
  if (claim !== 'out-of-scope' || !isInScope(category)) return '';
  return `${category === 'UNDETERMINED' ? '?' : '✕'} claimed out of scope`;
}
