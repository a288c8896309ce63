import type { ScopeClassification } from '../classification/classification.ts';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { PlaceRef } from '../facts/place.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { readContacts } from '../network/contact-columns.ts';
import type { ScopeCategory } from '../scope-category.ts';
import { applyChanges } from '../what-if/apply-changes.ts';
import type { ScopeChange } from '../what-if/scope-change.ts';
import { type ConnectionCut, cutKey, isByConnection } from './connection-cut.ts';
import { connectionNeeds } from './connection-needs.ts';
import { type CutSet, cutSets } from './cut-sets.ts';
import { permittingRules } from './permitting-rules.ts';

export interface PlanOptions {
  /** Most steps; default 10. */
  readonly steps?: number;
  /** Sets of cuts that are tried out for each step; default 12. Each costs one classification. */
  readonly tries?: number;
}

/** One decision of a step, with what speaks against it: whether it is used. */
export interface PlannedCut extends ConnectionCut {
  /** Latest flow of the contact, or of the contacts that the rule lets through; null: none was seen in the window. */
  readonly lastSeen: number | null;
  readonly flows: number;
}

export interface PlanStep {
  /** Rules to remove, and contacts to end that no such rule lets through. */
  readonly decisions: readonly PlannedCut[];
  /** Contacts that end with the removed rules. */
  readonly endedContacts: readonly string[];
  /** This step alone, as {@link applyChanges} takes it; the steps before it have been taken. */
  readonly changes: readonly ScopeChange[];
  /** Every system whose category this step changes, in the order of ids. */
  readonly moved: readonly { readonly id: string; readonly from: ScopeCategory; readonly to: ScopeCategory }[];
  /** No longer CDE by contamination, connected or connected indirectly. What is undetermined then still counts as in scope. */
  readonly leavesConnected: readonly string[];
  readonly leavesScope: readonly string[];
  /** The same, if after this step, and after each before it, the tests of all changed controls were made again and passed. */
  readonly leavesScopeOnceTested: readonly string[];
  readonly after: { readonly byConnection: number; readonly inScope: number };
}

export interface ReductionPlan {
  readonly now: { readonly byConnection: number; readonly inScope: number };
  readonly steps: readonly PlanStep[];
  /** Systems in scope by connection that no removal of rules or contacts takes out. */
  readonly stuck: readonly string[];
}

/**
 * Which relationships and rules to end so that the most systems leave the connected-to set for the fewest decisions, step by
 * step. Every number is what {@link classifyScope} gives for the facts with the changes of the steps so far, never an estimate;
 * that each step is the best of all possible ones is not promised. The facts stay as they are.
 */
export function planReduction(facts: ScopeFacts, { steps: most = 10, tries = 12 }: PlanOptions = {}): ReductionPlan {
  const contacts = readContacts(facts.contacts);
  const classify = (changes: readonly ScopeChange[]) => classifyScope({ ...applyChanges(facts, changes), contacts });
  const start = classify([]);
  const { needs, stuck } = connectionNeeds(start, (cuts) => classify(cuts.map(changeOf)));
  const uses = usesOf(facts, needs);
  const done = new Map<string, ConnectionCut>();
  const steps: PlanStep[] = [];
  let current = start;
  let tested = start;
  while (steps.length < most) {
    const still = new Set(current.assets.filter(({ category }) => isByConnection(category)).map(({ id }) => id));
    const open = new Map(
      [...needs]
        .filter(([id]) => still.has(id))
        .map(([id, cuts]) => [id, new Map([...cuts].filter(([key]) => !done.has(key)))] as const),
    );
    const best = bestOf(worthTrying(cutSets(open, uses.coveredBy), tries), current, (set) =>
      classify([...done.values(), ...set.cuts].map(changeOf)),
    );
    if (!best) break;
    for (const cut of best.set.cuts) done.set(cutKey(cut), cut);
    const retested = classify([...[...done.values()].map(changeOf), ...retests(facts, [...done.values()])]);
    steps.push({ ...stepOf(best, current, uses), leavesScopeOnceTested: leavers(tested, retested) });
    current = best.after;
    tested = retested;
  }
  return { now: countsOf(start), steps, stuck };
}

function changeOf({ kind, id }: ConnectionCut): ScopeChange {
  return kind === 'rule' ? { kind: 'remove-rule', rule: id } : { kind: 'cut-contact', contact: id };
}

/** The first ones; and rules alone, which may lift more than what they are a ground of. */
function worthTrying(sets: readonly CutSet[], tries: number): CutSet[] {
  const first = sets.slice(0, tries);
  const alone = sets.filter(({ decisions }) => decisions.length === 1 && decisions[0]?.kind === 'rule').slice(0, tries);
  return [...new Set([...first, ...alone])];
}

interface Tried {
  readonly set: CutSet;
  readonly after: ScopeClassification;
  readonly left: number;
}

function bestOf(
  sets: readonly CutSet[],
  before: ScopeClassification,
  classify: (set: CutSet) => ScopeClassification,
): Tried | null {
  let best: Tried | null = null;
  for (const set of sets) {
    const after = classify(set);
    const left = countsOf(before).byConnection - countsOf(after).byConnection;
    const isBetter = best === null || left / set.decisions.length > best.left / best.set.decisions.length;
    if (left > 0 && isBetter) best = { set, after, left };
  }
  return best;
}

function countsOf({ assets }: ScopeClassification): { byConnection: number; inScope: number } {
  return {
    byConnection: assets.filter(({ category }) => isByConnection(category)).length,
    inScope: assets.filter(({ inScope }) => inScope).length,
  };
}

/** Tests, both ways, of every pair that a changed control separates. */
function retests({ controls }: ScopeFacts, cuts: readonly ConnectionCut[]): ScopeChange[] {
  const rules = new Set(cuts.filter(({ kind }) => kind === 'rule').map(({ id }) => id));
  const pairs: (readonly [PlaceRef, PlaceRef])[] = controls
    .filter(({ ruleSet }) => ruleSet?.rules.some(({ id }) => rules.has(id)))
    .flatMap(({ separates }) => separates);
  return pairs.flatMap(([a, b]): ScopeChange[] => [
    { kind: 'pass-test', from: a, to: b },
    { kind: 'pass-test', from: b, to: a },
  ]);
}

function stepOf(
  { set, after }: Tried,
  before: ScopeClassification,
  { use, coveredBy }: Uses,
): Omit<PlanStep, 'leavesScopeOnceTested'> {
  const old = new Map(before.assets.map(({ id, category }) => [id, category]));
  const moved = after.assets.flatMap(({ id, category: to }) => {
    const from = old.get(id) ?? to;
    return from === to ? [] : [{ id, from, to }];
  });
  const decided = new Set(set.decisions.map(cutKey));
  return {
    decisions: set.decisions.map((cut) => ({ ...cut, ...use(cut) })),
    endedContacts: set.cuts
      .filter((cut) => cut.kind === 'contact' && !decided.has(cutKey(cut)) && coveredBy(cut.id).length > 0)
      .map(({ id }) => id),
    changes: set.cuts.map(changeOf),
    moved,
    leavesConnected: moved.filter(({ from, to }) => isByConnection(from) && !isByConnection(to)).map(({ id }) => id),
    leavesScope: leavers(before, after),
    after: countsOf(after),
  };
}

/** Systems in scope before and not after. */
function leavers(before: ScopeClassification, after: ScopeClassification): string[] {
  const inside = new Set(before.assets.filter(({ inScope }) => inScope).map(({ id }) => id));
  return after.assets.filter(({ id, inScope }) => !inScope && inside.has(id)).map(({ id }) => id);
}

interface Uses {
  readonly coveredBy: (contact: string) => readonly string[];
  readonly use: (cut: ConnectionCut) => { readonly lastSeen: number | null; readonly flows: number };
}

/** Of all that may be cut: which rules let which contact through, and when either was last used. */
function usesOf(facts: ScopeFacts, needs: ReadonlyMap<string, ReadonlyMap<string, ConnectionCut>>): Uses {
  const cuts = new Map([...needs.values()].flatMap((own) => [...own]));
  const rules = new Set([...cuts.values()].filter(({ kind }) => kind === 'rule').map(({ id }) => id));
  const permitting = permittingRules(facts, rules);
  const covered = new Map<string, readonly string[]>();
  const seen = new Map<string, { lastSeen: number; flows: number }>();
  const note = (key: string, { last, flows }: ContactFact) => {
    const known = seen.get(key);
    seen.set(key, { lastSeen: Math.max(known?.lastSeen ?? -Infinity, last), flows: (known?.flows ?? 0) + flows });
  };
  for (const contact of facts.contacts) {
    const key = cutKey({ kind: 'contact', id: contact.id });
    const by = rules.size === 0 ? [] : permitting(contact);
    if (cuts.has(key)) {
      covered.set(contact.id, by);
      note(key, contact);
    }
    if (contact.state === 'established') for (const rule of by) note(cutKey({ kind: 'rule', id: rule }), contact);
  }
  return {
    coveredBy: (contact) => covered.get(contact) ?? [],
    use: (cut) => seen.get(cutKey(cut)) ?? { lastSeen: null, flows: 0 },
  };
}
