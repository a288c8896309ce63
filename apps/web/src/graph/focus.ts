import type { Graph, RelationshipRow } from '@scopemap/contract';
import type { EdgeGeometry, MapGeometry } from '@scopemap/map-layout';
import { type Selection, selectedBundles } from '../url/view-state.ts';
import { type MapElement, NO_TARGET } from './map-element.ts';

/** What stays bright while something is selected, and the thin lines drawn for it. */
export interface Focus {
  /** Ids of elements; everything else is dimmed. */
  readonly lit: ReadonlySet<string>;
  /** The element that has the ring. */
  readonly ring: string | null;
  /** Host-level lines; all their ids begin with {@link CONNECTOR}. */
  readonly connectors: readonly MapElement[];
}

export const CONNECTOR = 'connector:';

const MOST_CONNECTORS = 200;

/**
 * What to light for a selection. A host lights its own relationships, not its whole bundles' hosts.
 *
 * @param rows relationships of the selected host; undefined while they load: its bundles are lit then
 */
export function focusOn(
  selection: Selection | null,
  graph: Graph,
  geometry: MapGeometry,
  rows: readonly RelationshipRow[] | undefined,
): Focus | null {
  if (!selection) return null;
  const light = new Light(geometry);
  if (selection.kind === 'host') lightHost(light, selection.id, graph, rows);
  if (selection.kind === 'zone') lightZone(light, selection.id, geometry);
  if (selection.kind === 'bundle') for (const id of selectedBundles(selection)) lightBundle(light, id, graph);
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
  const bundleOf = new Map(
    graph.bundles.flatMap((bundle) => bundle.relationshipIds.map((row) => [row, bundle] as const)),
  );
  for (const row of rows) {
    const client = String(row.client.hostId);
    const server = String(row.server.hostId);
    const bundle = bundleOf.get(row.id);
    const edge = bundle && light.bundle(bundle.id);
    light.host(client);
    light.host(server);
    if (!edge) light.connect(`host:${client}`, `host:${server}`, row.status);
    else {
      // An undirected bundle may name its zones in another order than the row names its sides.
      const forward = String(bundle.sourceZone) === light.zoneOf(client) || light.zoneOf(client) === undefined;
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

function lightBundle(light: Light, id: string, graph: Graph): void {
  const bundle = graph.bundles.find((each) => each.id === id);
  if (!bundle) return;
  const edge = light.bundle(id);
  light.zone(bundle.sourceZone);
  light.zone(bundle.targetZone);
  for (const host of bundle.sourceHosts) {
    light.host(String(host));
    if (edge) light.connect(`host:${host}`, `tail:${edge.id}`, bundle.status);
  }
  for (const host of bundle.targetHosts) {
    light.host(String(host));
    if (edge) light.connect(`host:${host}`, `head:${edge.id}`, bundle.status);
  }
}

/** Gathers ids of elements that are really drawn. */
class Light {
  readonly lit = new Set<string>();
  readonly connectors: MapElement[] = [];
  readonly #boxOf = new Map<string, string>();
  readonly #hostZone = new Map<string, string>();
  readonly #edgeOf = new Map<string, EdgeGeometry>();
  readonly #connected = new Set<string>();
  readonly #geometry: MapGeometry;

  constructor(geometry: MapGeometry) {
    this.#geometry = geometry;
    for (const box of geometry.zones) for (const zone of box.zones) this.#boxOf.set(zone, box.id);
    for (const host of geometry.hosts) this.#hostZone.set(host.id, host.zone);
    for (const edge of geometry.edges) for (const bundle of edge.bundles) this.#edgeOf.set(bundle, edge);
  }

  zoneOf(host: string): string | undefined {
    return this.#hostZone.get(host);
  }

  host(id: string): void {
    const zone = this.#hostZone.get(id);
    if (zone === undefined) return;
    this.lit.add(`host:${id}`);
    this.lit.add(`strip:${zone}:${id}`);
    this.zone(zone);
  }

  zone(id: string): void {
    const box = this.#boxOf.get(id);
    if (box === undefined) return;
    for (const part of ['zone', 'badge', 'title', 'caption', 'footer']) this.lit.add(`${part}:${box}`);
  }

  /** Lights the line of a bundle; undefined when it has none. */
  bundle(id: string): EdgeGeometry | undefined {
    const edge = this.#edgeOf.get(id);
    if (edge) this.edge(edge);
    return edge;
  }

  edge(edge: EdgeGeometry): void {
    for (const part of ['edge', 'tail', 'head', 'label']) this.lit.add(`${part}:${edge.id}`);
    if (edge.chip) this.lit.add(`chip:${edge.chip}`);
    for (const box of [edge.source, edge.target]) this.zone(this.#firstZone(box));
  }

  connect(from: string, to: string, status: string): void {
    const key = `${from}|${to}`;
    const drawn = [from, to].every((id) => !id.startsWith('host:') || this.#hostZone.has(id.slice('host:'.length)));
    if (!drawn || this.#connected.has(key) || this.connectors.length >= MOST_CONNECTORS) return;
    this.#connected.add(key);
    const data = { id: `${CONNECTOR}${key}`, source: from, ...NO_TARGET, target: to };
    this.connectors.push({ group: 'edges', data, classes: `connector ${status}` });
    this.lit.add(data.id);
  }

  #firstZone(box: string): string {
    return this.#geometry.zones.find((each) => each.id === box)?.zones[0] ?? box;
  }
}
