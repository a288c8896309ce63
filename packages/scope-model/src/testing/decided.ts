import type { FactRef, ScopeDecision, ScopeItem } from '../classification/classification.ts';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { ScopeCategory } from '../scope-category.ts';
import type { FactsSetting } from './facts-setting.ts';

/** A classification, read the way that tests speak of it. Facts are named `tag account-data a`: kind, then id. */
export interface Decided {
  category(id: string): ScopeCategory | undefined;
  placeCategory(id: string): ScopeCategory | undefined;
  explain(id: string): ScopeDecision;
  /** Rule and code of the first reason with a category: `R3 same-segment`. */
  ground(id: string): string;
  /** `R5 contact` of every reason, in order. */
  grounds(id: string): string[];
  /** Facts of the deciding reason. */
  facts(id: string): string[];
  missing(id: string): string[];
  /** Codes of items whose subject or facts name the fact. */
  items(fact: string): string[];
  coverage(a: string, b: string): string | undefined;
}

export function named({ kind, id }: FactRef): string {
  return `${kind} ${id}`;
}

/** Classifies; `explain` and what builds on it throw for an unknown asset. */
export function decided(from: FactsSetting | ScopeFacts): Decided {
  const facts = 'facts' in from ? from.facts() : from;
  const result = classifyScope(facts);
  const explain = (id: string): ScopeDecision => {
    const decision = result.explain(id);
    if (!decision) throw new Error(`nothing was decided of ${id}`);
    return decision;
  };
  const deciding = (id: string) => explain(id).reasons.find(({ category }) => category !== null);
  const names = (item: ScopeItem) => [item.subject, ...item.facts].map(named);
  return {
    category: (id) => result.assets.find((asset) => asset.id === id)?.category,
    placeCategory: (id) => result.places.find(({ place }) => place.id === id)?.category,
    explain,
    ground: (id) => {
      const reason = deciding(id);
      return reason ? `${reason.rule} ${reason.code}` : 'none';
    },
    grounds: (id) => explain(id).reasons.map(({ rule, code }) => `${rule} ${code}`),
    facts: (id) => (deciding(id)?.facts ?? []).map(named),
    missing: (id) => explain(id).missing.map(({ code }) => code),
    items: (fact) => result.items.filter((item) => names(item).includes(fact)).map(({ code }) => code),
    coverage: (a, b) =>
      result.coverage.find(({ between }) =>
        between
          .map(({ id }) => id)
          .sort()
          .every((id, i) => id === [a, b].sort()[i]),
      )?.grade,
  };
}
