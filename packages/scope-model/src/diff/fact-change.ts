import type { FactRef } from '../classification/classification.ts';
import type { NetworkFacts, ScopeFacts } from '../facts/scope-facts.ts';

/** What differs between two sets of facts. `what` names the list or field where a fact has no id of its own. */
export interface FactChange {
  /** Null: something that holds for everything, as the settings or the instant at which expiry is judged. */
  readonly fact: FactRef | null;
  readonly change: 'added' | 'removed' | 'changed';
  /** `tags`, `bindings`, `settings`, `now`. */
  readonly what: string;
}

type Lists = Pick<
  ScopeFacts,
  | 'zones'
  | 'segments'
  | 'assets'
  | 'sightings'
  | 'tags'
  | 'thirdParties'
  | 'segmentationTests'
  | 'approvals'
  | 'exporters'
  | 'boundaries'
  | 'calendar'
  | 'contacts'
>;

const KINDS: Readonly<Record<keyof Lists, FactRef['kind']>> = {
  zones: 'zone',
  segments: 'segment',
  assets: 'asset',
  sightings: 'sighting',
  tags: 'tag',
  thirdParties: 'third-party',
  segmentationTests: 'test',
  approvals: 'approval',
  exporters: 'exporter',
  boundaries: 'boundary',
  calendar: 'event',
  contacts: 'contact',
};

/** Fields that hold for everything. */
const COMMON = ['entity', 'period', 'now', 'settings'] as const satisfies readonly (keyof NetworkFacts)[];

/**
 * Every difference between two sets of facts. A binding counts as a change of its asset, a verdict as one of its contact, a line
 * of a rule set as itself; the order of lines as a change of the control.
 */
export function factChanges(before: ScopeFacts, after: ScopeFacts): FactChange[] {
  const lists = (Object.keys(KINDS) as (keyof Lists)[]).flatMap((list) =>
    before[list] === after[list] ? [] : changesOf(before[list], after[list], KINDS[list], list),
  );
  const common = COMMON.filter((field) => !same(before[field], after[field]));
  return [
    ...common.map((what): FactChange => ({ fact: null, change: 'changed', what })),
    ...lists,
    ...ownersOf(before.bindings, after.bindings, ({ asset }) => ({ kind: 'asset', id: asset }), 'bindings'),
    ...ownersOf(before.verdicts, after.verdicts, ({ contact }) => ({ kind: 'contact', id: contact }), 'verdicts'),
    ...controlChanges(before, after),
  ];
}

function changesOf(
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
  kind: FactRef['kind'],
  what: string,
): FactChange[] {
  const old = new Map(before.map((fact) => [fact.id, fact]));
  const changes: FactChange[] = [];
  for (const fact of after) {
    const was = old.get(fact.id);
    old.delete(fact.id);
    if (was === undefined) changes.push({ fact: { kind, id: fact.id }, change: 'added', what });
    else if (was !== fact && !same(was, fact)) changes.push({ fact: { kind, id: fact.id }, change: 'changed', what });
  }
  for (const id of old.keys()) changes.push({ fact: { kind, id }, change: 'removed', what });
  return changes;
}

/** Facts without an id: whatever came or went is a change of what they speak about. */
function ownersOf<Fact>(
  before: readonly Fact[],
  after: readonly Fact[],
  ownerOf: (fact: Fact) => FactRef,
  what: string,
): FactChange[] {
  if (before === after) return [];
  const counts = new Map<string, { owner: FactRef; count: number }>();
  const count = (fact: Fact, by: number) => {
    const key = JSON.stringify(fact);
    const entry = counts.get(key) ?? { owner: ownerOf(fact), count: 0 };
    entry.count += by;
    counts.set(key, entry);
  };
  for (const fact of before) count(fact, -1);
  for (const fact of after) count(fact, 1);
  const owners = new Map<string, FactRef>();
  for (const entry of counts.values()) if (entry.count !== 0) owners.set(entry.owner.id, entry.owner);
  return [...owners.values()].map((fact) => ({ fact, change: 'changed', what }));
}

function controlChanges(before: ScopeFacts, after: ScopeFacts): FactChange[] {
  if (before.controls === after.controls) return [];
  const frames = ({ controls }: ScopeFacts) =>
    controls.map(({ ruleSet, ...control }) => ({
      ...control,
      ruleSet: ruleSet && { ...ruleSet, rules: ruleSet.rules.map(({ id }) => id) },
    }));
  const rules = ({ controls }: ScopeFacts) => controls.flatMap(({ ruleSet }) => ruleSet?.rules ?? []);
  return [
    ...changesOf(rules(before), rules(after), 'rule', 'rules'),
    ...changesOf(frames(before), frames(after), 'control', 'controls'),
  ];
}

function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** JSON whose fields have an order, so that two readings of one file are the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
