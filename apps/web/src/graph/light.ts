import type { EdgeGeometry, MapGeometry, Point } from '@scopemap/map-layout';
import { type MapElement, NO_TARGET } from './map-element.ts';

/** Ids of elements that are drawn for a selection begin so. */
export const CONNECTOR = 'connector:';

const MOST_CONNECTORS = 200;

/** Gathers ids of elements that are really drawn. */
export class Light {
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

  /** Where the host is drawn: its glyph, or the badge of its box where it has none. Undefined when neither is drawn. */
  placeOf(host: string, zone: string): Point | undefined {
    const glyph = this.#geometry.hosts.find((each) => each.id === host);
    if (glyph) return { x: glyph.x + glyph.radius, y: glyph.y };
    const box = this.#geometry.zones.find((each) => each.zones.includes(zone));
    return box && { x: box.badge.x - 7, y: box.badge.y };
  }

  /** Text on a plate, right of a point. */
  label(id: string, label: string, position: Point, classes: string): MapElement {
    return { group: 'nodes', data: { id: `${CONNECTOR}${id}`, label, ...NO_TARGET }, position, classes };
  }

  add(element: MapElement): void {
    this.connectors.push(element);
    this.lit.add(element.data.id);
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
