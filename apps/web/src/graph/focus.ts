import type { Graph, GraphBundle, PathStep, RelationshipRow } from '@scopemap/contract';
import type { MapGeometry } from '@scopemap/map-layout';
import { type Selection, selectedBundles } from '../url/view-state.ts';
import { Light } from './light.ts';
import { lightPath } from './light-path.ts';
import type { MapElement } from './map-element.ts';

/** What stays bright while something is selected, and the thin lines drawn for it. */
export interface Focus {
  /** Ids of elements; everything else is dimmed. */
  readonly lit: ReadonlySet<string>;
  /** The element that has the ring. */
  readonly ring: string | null;
  /** Host-level lines and the numbers of steps; all their ids begin with {@link CONNECTOR}. */
  readonly connectors: readonly MapElement[];
}

/**
 * What to light for a selection. A host lights its own relationships, not its whole bundles' hosts.
 *
 * @param rows relationships of the selected host or bundle; undefined while they load: a host's small bundles are lit then, and of a
 *   bundle the hosts that it names
 * @param path steps from the selected host to account data: they alone are lit then, numbered
 */
export function focusOn(
  selection: Selection | null,
  graph: Graph,
  geometry: MapGeometry,
  rows: readonly RelationshipRow[] | undefined,
  path: readonly PathStep[] = [],
): Focus | null {
  if (!selection) return null;
  const light = new Light(geometry);
  if (selection.kind === 'host' && path.length > 0) lightPath(light, selection.id, graph, path);
  else if (selection.kind === 'host') lightHost(light, selection.id, graph, rows);
  if (selection.kind === 'zone') lightZone(light, selection.id, geometry);
  if (selection.kind === 'bundle') for (const id of selectedBundles(selection)) lightBundle(light, id, graph, rows);
  const ring = selection.kind === 'bundle' ? null : `${selection.kind}:${selection.id}`;
  return light.lit.size > 0 ? { lit: light.lit, ring, connectors: light.connectors } : null;
}

function lightHost(light: Light, id: string, graph: Graph, rows: readonly RelationshipRow[] | undefined): void {
  light.host(id);
  if (!rows) {
    const host = Number(id);
    for (const bundle of graph.bundles) {
      if (bundle.sourceHosts.includes(host) || bundle.targetHosts.includes(host)) light.bundle(bundle.id);
    }
    return;
  }
  const bundles = new Map(graph.bundles.map((bundle) => [bundle.id, bundle]));
  for (const row of rows) {
    const client = String(row.client.hostId);
    const server = String(row.server.hostId);
    const bundle = bundles.get(row.bundle);
    const edge = bundle && light.bundle(bundle.id);
    light.host(client);
    light.host(server);
    if (!edge) light.connect(`host:${client}`, `host:${server}`, row.status);
    else {
      const forward = isForward(light, bundle, row);
      light.connect(`host:${client}`, `${forward ? 'tail' : 'head'}:${edge.id}`, row.status);
      light.connect(`host:${server}`, `${forward ? 'head' : 'tail'}:${edge.id}`, row.status);
    }
  }
}

function lightZone(light: Light, id: string, geometry: MapGeometry): void {
  light.zone(id);
  for (const host of geometry.hosts) if (host.zone === id) light.host(host.id);
  for (const edge of geometry.edges) {
    if (edge.source === id || edge.target === id) light.edge(edge);
  }
}

/** Whether the row's client stands on the side of the bundle's source: an undirected bundle may name its zones the other way round. */
function isForward(light: Light, { sourceZone }: GraphBundle, { client }: RelationshipRow): boolean {
  const zone = light.zoneOf(String(client.hostId));
  return zone === undefined || zone === sourceZone;
}

/** Hosts that the bundle names, and those of its relationships. */
function endsOf(light: Light, bundle: GraphBundle, rows: readonly RelationshipRow[]) {
  const sources = new Set(bundle.sourceHosts);
  const targets = new Set(bundle.targetHosts);
  for (const row of rows) {
    if (row.bundle !== bundle.id) continue;
    const [client, server] = [row.client.hostId, row.server.hostId];
    const forward = isForward(light, bundle, row);
    sources.add(forward ? client : server);
    targets.add(forward ? server : client);
  }
  return { sources, targets };
}

function lightBundle(light: Light, id: string, graph: Graph, rows: readonly RelationshipRow[] = []): void {
  const bundle = graph.bundles.find((each) => each.id === id);
  if (!bundle) return;
  const edge = light.bundle(id);
  light.zone(bundle.sourceZone);
  light.zone(bundle.targetZone);
  const { sources, targets } = endsOf(light, bundle, rows);
  for (const host of sources) {
    light.host(String(host));
    if (edge) light.connect(`host:${host}`, `tail:${edge.id}`, bundle.status);
  }
  for (const host of targets) {
    light.host(String(host));
    if (edge) light.connect(`host:${host}`, `head:${edge.id}`, bundle.status);
  }
}
