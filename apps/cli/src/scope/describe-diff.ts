import type { FactChange, ScopeDiff } from '@scopemap/scope-model';

/** A difference for people: what moved and because of which facts. */
export function* describeDiff(diff: ScopeDiff, nameOf: (id: string) => string): Generator<string> {
  for (const { id, from, to, reasonAfter, because } of diff.moved) {
    yield `${nameOf(id)}: ${from} -> ${to}: ${reasonAfter.text}`;
    for (const change of because) yield `    because ${changeText(change)}`;
  }
  for (const { id, category } of diff.appeared) yield `${nameOf(id)}: new, ${category}`;
  for (const { id, category } of diff.vanished) yield `${nameOf(id)}: gone, was ${category}`;
  yield `${diff.moved.length} moved, ${diff.appeared.length} new, ${diff.vanished.length} gone; ${diff.changes.length} facts differ`;
}

function changeText({ fact, change, what }: FactChange): string {
  return fact === null
    ? `${what} changed`
    : `${fact.kind} ${fact.id} ${change}${change === 'changed' ? ` (${what})` : ''}`;
}
