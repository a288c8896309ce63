import type { Graph, GraphZone } from '@scopemap/contract';
import type { Lane, MapInput } from '@scopemap/map-layout';
import type { ScopeClaim } from '@scopemap/scope-model';
import { CATEGORY_GLYPH, CLAIM_GLYPH } from '../ui/words.ts';

/** Undecided zones count as in scope, so they stand inside the boundary. */
export const CLAIM_LANE: Readonly<Record<ScopeClaim, Lane>> = {
  cde: 'cde',
  connected: 'connected',
  'security-impacting': 'connected',
  undetermined: 'connected',
  'out-of-scope': 'out-of-scope',
  external: 'external',
};

/** The answer of the API as what the map draws. A host's glyph is its category, a zone's glyph and lane are its claim. */
export function toMapInput(graph: Graph): MapInput {
  return {
    zones: graph.zones.map((zone) => ({
      id: zone.id,
      name: zone.name,
      caption: captionOf(zone),
      lane: CLAIM_LANE[zone.claim],
      glyph: CLAIM_GLYPH[zone.claim],
      hostCount: zone.hostCount,
    })),
    hosts: graph.hosts.map((host) => ({
      id: String(host.id),
      zone: host.zone,
      label: host.name ?? host.address,
      glyph: CATEGORY_GLYPH[host.category],
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

/** The prefixes as far as a header has room: the first and how many more. */
function captionOf(zone: GraphZone): string {
  const [first, ...rest] = zone.prefixes;
  if (!first || first === zone.name) return '';
  return rest.length > 0 ? `${first} +${rest.length}` : first;
}
