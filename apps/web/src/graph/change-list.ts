import type { Graph, GraphDiff } from '@scopemap/contract';
import { CATEGORY_WORDS } from '../ui/words.ts';
import { type Selection, selectBundles } from '../url/view-state.ts';
import { CHANGE_SIGN, type Change } from './diff-marks.ts';

/** One change as a line of text, and what it selects. */
export interface ListedChange {
  readonly key: string;
  readonly change: Change;
  readonly text: string;
  readonly selection: Selection;
}

const ORDER: readonly Change[] = ['added', 'changed', 'removed'];

/** All changes between two periods in the order in which they are walked: relationships, then hosts; new ones first. */
export function listChanges(diff: GraphDiff, graph: Graph): readonly ListedChange[] {
  const zones = new Map(graph.zones.map(({ id, name }) => [id, name]));
  const bundles = new Map(graph.bundles.map((bundle) => [bundle.id, bundle]));
  const lines = diff.bundles.flatMap(({ id, change, added, removed }): ListedChange[] => {
    const bundle = bundles.get(id);
    if (!bundle) return [];
    const arrow = bundle.directed ? '→' : '↔';
    const pairs = [added > 0 && `${added} new`, removed > 0 && `${removed} gone`].filter(Boolean).join(', ');
    const [source, target] = [bundle.sourceZone, bundle.targetZone].map((zone) => zones.get(zone) ?? zone);
    const text = `${CHANGE_SIGN[change]} ${source} ${arrow} ${target}, ${bundle.service}: ${pairs}`;
    return [{ key: `bundle:${id}`, change, text, selection: selectBundles([id]) }];
  });
  const hosts = diff.hosts.map(({ id, change, name, address, before, after }): ListedChange => {
    const move = before !== null && after !== null && before !== after;
    const became = move ? `: ${CATEGORY_WORDS[before]} became ${CATEGORY_WORDS[after]}` : '';
    const text = `${CHANGE_SIGN[change]} ${name ?? address}${became}`;
    return { key: `host:${id}`, change, text, selection: { kind: 'host', id: String(id) } };
  });
  const sorted = (changes: readonly ListedChange[]) =>
    changes.toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
  return [...sorted(lines), ...sorted(hosts)];
}

/** The change before or after the selected one, round about; the first or last when none is selected. */
export function stepChange(
  changes: readonly ListedChange[],
  selected: Selection | null,
  step: 1 | -1,
): Selection | undefined {
  if (changes.length === 0) return undefined;
  const at = changes.findIndex(({ selection }) => selection.kind === selected?.kind && selection.id === selected.id);
  const next = at < 0 ? (step > 0 ? 0 : changes.length - 1) : (at + step + changes.length) % changes.length;
  return changes[next]?.selection;
}
