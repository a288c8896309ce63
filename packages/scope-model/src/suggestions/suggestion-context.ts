import type { FactRef, ScopeClassification } from '../classification/classification.ts';
import type { ScopeRole, TagStatement } from '../facts/tag-fact.ts';
import { byText } from '../network/by-text.ts';
import { hasRole, type ScopeNetwork } from '../network/scope-network.ts';
import type { ScopeCategory } from '../scope-category.ts';
import type { ScopeSuggestion, SuggestedTag } from './scope-suggestion.ts';

const MOST_EVIDENCE = 50;

/** What every finder of suggestions looks at. Systems are numbers of the network. */
export interface SuggestionContext {
  readonly network: ScopeNetwork;
  category(system: number): ScopeCategory;
  isCde(system: number): boolean;
  isExternal(system: number): boolean;
  hasRole(system: number, role: ScopeRole): boolean;
}

/** Finds suggestions of one kind. */
export type SuggestionFinder = (context: SuggestionContext) => Iterable<ScopeSuggestion>;

export function suggestionContext(network: ScopeNetwork, { assets }: ScopeClassification): SuggestionContext {
  const byId = new Map(assets.map(({ id, category }) => [id, category]));
  const categories = network.systems.ids.map((id) => byId.get(id) ?? 'UNDETERMINED');
  const category = (system: number) => categories[system] as ScopeCategory;
  return {
    network,
    category,
    isCde: (system) => category(system) === 'CDE_CHD' || category(system) === 'CDE_CONTAMINATED',
    isExternal: (system) => category(system) === 'EXTERNAL',
    hasRole: (system, role) => hasRole(network.roles.get(system), role),
  };
}

/** Contacts by their rows, as evidence. */
export function contactEvidence(
  { contacts }: ScopeNetwork,
  rows: Iterable<number>,
): Pick<ScopeSuggestion, 'evidence' | 'evidenceCount'> {
  return evidenceOf(
    'contact',
    [...rows].map((row) => contacts.id(row)),
  );
}

export function evidenceOf(
  kind: FactRef['kind'],
  ids: readonly string[],
): Pick<ScopeSuggestion, 'evidence' | 'evidenceCount'> {
  const distinct = [...new Set(ids)].sort(byText);
  return { evidence: distinct.slice(0, MOST_EVIDENCE).map((id) => ({ kind, id })), evidenceCount: distinct.length };
}

export function tagOn({ systems }: ScopeNetwork, system: number, statement: TagStatement): SuggestedTag {
  return { subject: { kind: 'asset', id: systems.ids[system] as string }, statement };
}

/** The list of a key; a new one the first time. */
export function listAt<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
  const known = lists.get(key);
  if (known) return known;
  const list: Value[] = [];
  lists.set(key, list);
  return list;
}
