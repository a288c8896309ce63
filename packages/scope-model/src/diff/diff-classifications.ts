import type { FactRef, ScopeClassification, ScopeDecision, ScopeReason } from '../classification/classification.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { ScopeCategory } from '../scope-category.ts';
import { type FactChange, factChanges } from './fact-change.ts';

/** A classification with the facts that it was made of. */
export interface ClassifiedFacts {
  readonly facts: ScopeFacts;
  readonly classification: ScopeClassification;
}

export interface ScopeMove {
  /** Asset id or address. */
  readonly id: string;
  readonly from: ScopeCategory;
  readonly to: ScopeCategory;
  /** The first reason with a category, then and now. */
  readonly reasonBefore: ScopeReason;
  readonly reasonAfter: ScopeReason;
  /**
   * Changed facts that the reasons name, those of the deciding ones where there are any. Empty when no reason names a fact that
   * changed: then look at `changes` of the whole difference.
   */
  readonly because: readonly FactChange[];
}

/** The difference between two classifications. Lists are in the order of ids. */
export interface ScopeDiff {
  readonly moved: readonly ScopeMove[];
  readonly appeared: readonly { readonly id: string; readonly category: ScopeCategory }[];
  readonly vanished: readonly { readonly id: string; readonly category: ScopeCategory }[];
  /** Everything that differs in the facts, whether or not it moved something. */
  readonly changes: readonly FactChange[];
}

/** Which systems moved, appeared and vanished between two classifications, and because of which facts. */
export function diffClassifications(before: ClassifiedFacts, after: ClassifiedFacts): ScopeDiff {
  const changes = factChanges(before.facts, after.facts);
  const byFact = Map.groupBy(changes, ({ fact }) => (fact ? `${fact.kind} ${fact.id}` : ''));
  const old = new Map(before.classification.assets.map(({ id, category }) => [id, category]));
  const moved: ScopeMove[] = [];
  const appeared: { id: string; category: ScopeCategory }[] = [];
  for (const { id, category } of after.classification.assets) {
    const from = old.get(id);
    old.delete(id);
    if (from === undefined) appeared.push({ id, category });
    else if (from !== category) {
      const [was, is] = [before, after].map(({ classification }) => classification.explain(id));
      if (was && is) moved.push(moveOf(id, was, is, byFact));
    }
  }
  return { moved, appeared, vanished: [...old].map(([id, category]) => ({ id, category })), changes };
}

function moveOf(
  id: string,
  before: ScopeDecision,
  after: ScopeDecision,
  byFact: ReadonlyMap<string, readonly FactChange[]>,
): ScopeMove {
  const reasonBefore = deciding(before);
  const reasonAfter = deciding(after);
  const changesOf = (refs: readonly FactRef[]): FactChange[] => [
    ...new Set(refs.flatMap(({ kind, id: fact }) => byFact.get(`${kind} ${fact}`) ?? [])),
  ];
  const self: FactRef = { kind: 'asset', id };
  const grounds = [
    changesOf([...reasonBefore.facts, ...reasonAfter.facts]),
    changesOf(
      [before, after].flatMap(({ reasons, missing }) => [
        ...reasons.flatMap(({ facts }) => facts),
        ...missing.flatMap(({ about }) => about),
      ]),
    ),
    changesOf([self]),
    byFact.get('') ?? [],
  ];
  const because = grounds.find((found) => found.length > 0) ?? [];
  return { id, from: before.category, to: after.category, reasonBefore, reasonAfter, because };
}

/** The reason that names the category; a decision always has one. */
function deciding({ reasons, category }: ScopeDecision): ScopeReason {
  return (reasons.find((reason) => reason.category === category) ?? reasons[0]) as ScopeReason;
}
