import type { Graph } from '@scopemap/contract';

/**
 * The graph of a period with what another period had beside it, so that one picture shows both. Of what both have, `now` holds;
 * counts are those of `now`.
 */
export function mergeGraphs(now: Graph, before: Graph): Graph {
  return {
    ...now,
    zones: union(now.zones, before.zones),
    hosts: union(now.hosts, before.hosts),
    bundles: union(now.bundles, before.bundles),
  };
}

function union<Item extends { readonly id: string | number }>(now: readonly Item[], before: readonly Item[]): Item[] {
  const known = new Set(now.map(({ id }) => id));
  return [...now, ...before.filter(({ id }) => !known.has(id))];
}
