import type { Graph, PathStep, RelationshipRow } from '@scopemap/contract';
import type { Light } from './light.ts';

type Side = RelationshipRow['client'];

/**
 * Lights the way from a host to account data: its hosts with the numbers of the panel's steps, its lines, and nothing else. A
 * host whose box shows no glyphs is numbered at the box.
 */
export function lightPath(light: Light, start: string, graph: Graph, path: readonly PathStep[]): void {
  const zones = new Map(graph.hosts.map((host) => [String(host.id), host.zone]));
  const zoneOf = (side: Side) => zones.get(String(side.hostId)) ?? (side.zoneId === null ? '' : `zone-${side.zoneId}`);
  const numbered = new Set<string>();
  const name = (id: string, zone: string, text: string) => {
    light.host(id);
    light.zone(zone);
    const at = light.placeOf(id, zone);
    if (numbered.has(id) || !at) return;
    numbered.add(id);
    light.add(light.label(`step:${id}`, `${numbered.size} · ${text}`, at, 'plate step'));
  };
  const known = graph.hosts.find((host) => String(host.id) === start);
  if (known) name(start, known.zone, known.name ?? known.address);
  for (const step of path) {
    if (step.kind === 'ground') {
      const { hostId, name: text } = step.system;
      if (hostId !== null) name(String(hostId), zones.get(String(hostId)) ?? '', text);
      continue;
    }
    for (const side of [step.near, step.far]) name(String(side.hostId), zoneOf(side), side.name ?? side.address);
    lightContact(light, graph, step.relationship, zoneOf);
  }
}

function lightContact(light: Light, graph: Graph, row: RelationshipRow, zoneOf: (side: Side) => string): void {
  const bundle = graph.bundles.find(({ id }) => id === row.bundle);
  const edge = bundle && light.bundle(bundle.id);
  const [from, to] = [`host:${row.client.hostId}`, `host:${row.server.hostId}`];
  if (!edge) {
    light.connect(from, to, row.status);
    return;
  }
  const forward = bundle.sourceZone === zoneOf(row.client);
  light.connect(from, `${forward ? 'tail' : 'head'}:${edge.id}`, row.status);
  light.connect(to, `${forward ? 'head' : 'tail'}:${edge.id}`, row.status);
}
