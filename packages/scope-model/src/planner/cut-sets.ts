import { type ConnectionCut, cutKey } from './connection-cut.ts';

/** What might be ended together. */
export interface CutSet {
  /** What a person has to decide on: rules, and contacts that no rule of the set lets through. */
  readonly decisions: readonly ConnectionCut[];
  /** Everything that ends with them. */
  readonly cuts: readonly ConnectionCut[];
  /** Systems that need nothing else to leave. */
  readonly systems: readonly string[];
}

/**
 * The sets worth looking at, best first: for each system exactly what it needs, and each rule alone. By systems per decision,
 * then systems, then the order of ids. `coveredBy` gives the rules that let a contact through: it ends when they do.
 */
export function cutSets(
  needs: ReadonlyMap<string, ReadonlyMap<string, ConnectionCut>>,
  coveredBy: (contact: string) => readonly string[],
): CutSet[] {
  const groups = new Map<string, Group>();
  for (const [system, cuts] of needs) {
    const decisions = decisionsOf(cuts, coveredBy);
    const key = [...decisions.keys()].sort().join('\n');
    const group = groups.get(key);
    if (group) group.systems.push(system);
    else groups.set(key, { decisions, systems: [system] });
  }
  for (const cuts of needs.values())
    for (const [key, cut] of cuts)
      if (cut.kind === 'rule' && !groups.has(key)) groups.set(key, { decisions: new Map([[key, cut]]), systems: [] });
  const inside = subsets([...groups.values()]);
  return [...groups.values()]
    .map(({ decisions }): CutSet => {
      const systems = inside(decisions)
        .flatMap((group) => group.systems)
        .sort();
      const cuts = new Map(decisions);
      for (const system of systems) for (const [key, cut] of needs.get(system) ?? []) cuts.set(key, cut);
      return { decisions: inOrder(decisions), cuts: inOrder(cuts), systems };
    })
    .sort(better);
}

interface Group {
  readonly decisions: ReadonlyMap<string, ConnectionCut>;
  readonly systems: string[];
}

/** Finds the groups that need nothing beside the given decisions. By one key of each, since there may be thousands. */
function subsets(groups: readonly Group[]): (decisions: ReadonlyMap<string, ConnectionCut>) => readonly Group[] {
  const byKey = Map.groupBy(groups, ({ decisions }) => decisions.keys().next().value);
  return (decisions) =>
    [...decisions.keys()].flatMap((key) =>
      (byKey.get(key) ?? []).filter((group) => [...group.decisions.keys()].every((one) => decisions.has(one))),
    );
}

function better(a: CutSet, b: CutSet): number {
  return (
    b.systems.length / b.decisions.length - a.systems.length / a.decisions.length ||
    b.systems.length - a.systems.length ||
    (keysOf(a) < keysOf(b) ? -1 : 1)
  );
}

function keysOf({ decisions }: CutSet): string {
  return decisions.map(cutKey).join('\n');
}

function inOrder(cuts: ReadonlyMap<string, ConnectionCut>): ConnectionCut[] {
  return [...cuts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cut]) => cut);
}

function decisionsOf(
  cuts: ReadonlyMap<string, ConnectionCut>,
  coveredBy: (contact: string) => readonly string[],
): Map<string, ConnectionCut> {
  return new Map(
    [...cuts].filter(
      ([, { kind, id }]) =>
        kind === 'rule' || !coveredBy(id).some((rule) => cuts.has(cutKey({ kind: 'rule', id: rule }))),
    ),
  );
}
