import type { Graph } from '@scopemap/contract';
import { LANES, type MapGeometry } from '@scopemap/map-layout';
import { formatPlural } from '../ui/format.ts';
import { CATEGORY_WORDS, STATUS_WORDS } from '../ui/words.ts';
import type { Selection } from '../url/view-state.ts';
import type { ListedChange } from './change-list.ts';

/** One line of the outline. `selection` is what it selects on the map. */
export interface OutlineNode {
  readonly key: string;
  readonly text: string;
  readonly selection: Selection | null;
  readonly children: readonly OutlineNode[];
}

/**
 * Everything the picture shows, as text under the same names: lanes, in them zones, in them relationships that end or begin
 * there and hosts. It lists what the picture folds, too.
 */
export function outlineTree(graph: Graph, geometry: MapGeometry): readonly OutlineNode[] {
  const laneOf = new Map(geometry.zones.flatMap((box) => box.zones.map((zone) => [zone, box.lane] as const)));
  const titles = new Map(geometry.lanes.map((lane) => [lane.lane, lane.title.text]));
  return LANES.map((lane) => {
    const zones = graph.zones.filter((zone) => laneOf.get(zone.id) === lane);
    return {
      key: `lane:${lane}`,
      // The title of an empty lane says that it is.
      text: [titles.get(lane) ?? lane, ...(zones.length > 0 ? [formatPlural(zones.length, 'zone')] : [])].join(': '),
      selection: null,
      children: zones.map((zone) => zoneNode(zone, graph)),
    };
  });
}

/** What changed between two periods, as the first part of the outline; nothing when nothing is compared or nothing changed. */
export function changesOutline(changes: readonly ListedChange[]): readonly OutlineNode[] {
  if (changes.length === 0) return [];
  const children = changes.map(({ key, text, selection }) => ({
    key: `change:${key}`,
    text,
    selection,
    children: [],
  }));
  return [
    {
      key: 'changes',
      text: `Changes: ${formatPlural(changes.length, 'line or host', 'lines and hosts')}`,
      selection: null,
      children,
    },
  ];
}

function zoneNode(zone: Graph['zones'][number], graph: Graph): OutlineNode {
  const bundles = graph.bundles.filter((bundle) => bundle.sourceZone === zone.id || bundle.targetZone === zone.id);
  const hosts = graph.hosts.filter((host) => host.zone === zone.id);
  return {
    key: `zone:${zone.id}`,
    text: `${zone.name}: ${formatPlural(zone.hostCount, 'host')}`,
    selection: { kind: 'zone', id: zone.id },
    children: [
      ...bundles.map((bundle) => bundleNode(bundle, zone.id, graph)),
      ...hosts.map((host) => ({
        key: `host:${host.id}`,
        text: `${host.name ?? host.address}: ${CATEGORY_WORDS[host.category]}${mark(host.status)}`,
        selection: { kind: 'host' as const, id: String(host.id) },
        children: [],
      })),
    ],
  };
}

function bundleNode(bundle: Graph['bundles'][number], zone: string, graph: Graph): OutlineNode {
  const name = (id: string) => graph.zones.find((each) => each.id === id)?.name ?? id;
  const arrow = bundle.directed ? '→' : '↔';
  return {
    key: `bundle:${zone}:${bundle.id}`,
    text: `${name(bundle.sourceZone)} ${arrow} ${name(bundle.targetZone)}, ${bundle.service}: ${STATUS_WORDS[bundle.status]}`,
    selection: { kind: 'bundle', id: bundle.id },
    children: [],
  };
}

function mark(status: Graph['hosts'][number]['status']): string {
  return status === 'violation' || status === 'unreviewed' ? `, ${STATUS_WORDS[status].toLowerCase()}` : '';
}

export interface OutlineRow {
  readonly node: OutlineNode;
  readonly level: number;
  readonly parent: string | null;
  readonly position: number;
  readonly siblings: number;
}

/** The rows in sight when the nodes with keys in `open` are open. */
export function visibleRows(nodes: readonly OutlineNode[], open: ReadonlySet<string>): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const walk = (siblings: readonly OutlineNode[], level: number, parent: string | null) => {
    siblings.forEach((node, index) => {
      rows.push({ node, level, parent, position: index + 1, siblings: siblings.length });
      if (open.has(node.key)) walk(node.children, level + 1, node.key);
    });
  };
  walk(nodes, 1, null);
  return rows;
}
