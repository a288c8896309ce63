import type { BundleChange, GraphDiff } from '@scopemap/contract';
import type { MapGeometry } from '@scopemap/map-layout';
import { Light } from './light.ts';
import type { MapElement } from './map-element.ts';

export type Change = 'added' | 'removed' | 'changed';

export const CHANGE_SIGN: Readonly<Record<Change, string>> = { added: '+', removed: '−', changed: '±' };

/** How two periods differ, as the picture draws it. */
export interface DiffMarks {
  /** Element -> what became of it. */
  readonly marks: ReadonlyMap<string, Change>;
  /** What stays bright while nothing is selected. */
  readonly lit: ReadonlySet<string>;
  /** Names of changed hosts with their sign. */
  readonly labels: readonly MapElement[];
}

/** More names than these would cover the picture; the outline lists all. */
const MOST_LABELS = 60;

/** Marks lines, chips and hosts. A line or chip that stands for several bundles of which not all share one change is `changed`. */
export function diffMarks(diff: GraphDiff, geometry: MapGeometry): DiffMarks {
  const bundles = new Map(diff.bundles.map((bundle) => [bundle.id, bundle]));
  const marks = new Map<string, Change>();
  const light = new Light(geometry);
  for (const edge of geometry.edges) {
    const change = changeOf(edge.bundles, bundles);
    if (!change) continue;
    light.edge(edge);
    for (const part of ['edge', 'tail', 'head', 'label']) marks.set(`${part}:${edge.id}`, change);
  }
  for (const chip of geometry.chips) {
    const change = changeOf(chip.bundles, bundles);
    if (change) marks.set(`chip:${chip.id}`, change);
  }
  for (const host of diff.hosts) {
    const id = String(host.id);
    light.host(id);
    marks.set(`host:${id}`, host.change);
    const at = geometry.hosts.find((each) => each.id === id);
    if (at && light.connectors.length < MOST_LABELS) {
      const text = `${CHANGE_SIGN[host.change]} ${host.name ?? host.address}`;
      light.add(light.label(`diff:${id}`, text, { x: at.x + at.radius, y: at.y }, `plate ${host.change}`));
    }
  }
  return { marks, lit: light.lit, labels: light.connectors };
}

function changeOf(ids: readonly string[], bundles: ReadonlyMap<string, BundleChange>): Change | undefined {
  const changes = new Set(ids.map((id) => bundles.get(id)?.change));
  const [only] = changes;
  if (changes.size === 1) return only;
  return 'changed';
}
