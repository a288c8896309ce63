import type { FactRef } from '../classification/classification.ts';
import type { PlaceRef } from '../facts/place.ts';
import { byText } from '../network/by-text.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';

/** More facts of one kind add nothing to a reason that a person reads; its text gives their number. */
const MOST_FACTS = 50;

export function factRef(kind: FactRef['kind'], { id }: { readonly id: string }): FactRef {
  return { kind, id };
}

export function placeRef({ kind, id }: PlaceRef): FactRef {
  return { kind, id };
}

/** Contacts by their rows, in the order of their ids. */
export function contactRefs({ contacts }: ScopeNetwork, rows: readonly number[]): FactRef[] {
  const ids = [...new Set(rows.map((row) => contacts.id(row)))].sort(byText);
  return ids.slice(0, MOST_FACTS).map((id) => ({ kind: 'contact', id }));
}

/** Systems in the order of their ids. */
export function systemRefs({ systems }: ScopeNetwork, numbers: Iterable<number>): FactRef[] {
  const ids = [...new Set(numbers)].map((system) => systems.ids[system] as string).sort(byText);
  return ids.slice(0, MOST_FACTS).map((id) => ({ kind: 'asset', id }));
}

/** Each fact once, by kind and id: the order in which the facts were given must not show. */
export function distinct(refs: readonly FactRef[]): FactRef[] {
  const byKey = new Map(refs.map((ref) => [`${ref.kind} ${ref.id}`, ref]));
  return [...byKey.values()].sort((a, b) => byText(a.kind, b.kind) || byText(a.id, b.id));
}

/** `web-1, web-2 and 7 more`. */
export function listNames(names: Iterable<string>, most = 3): string {
  const all = [...new Set(names)].sort(byText);
  if (all.length <= most + 1) return joined(all);
  return `${all.slice(0, most).join(', ')} and ${all.length - most} more`;
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
