import type { TagFact, TagStatement } from '../facts/tag-fact.ts';
import { byId } from './by-text.ts';

type Kind = TagStatement['kind'];

/** A tag whose statement is of one kind. */
export type TagOf<K extends Kind> = TagFact & { readonly statement: Extract<TagStatement, { readonly kind: K }> };

/** What people say, as far as it holds at the instant of the classification; in the order of the tags' ids. */
export interface Statements {
  readonly expired: readonly TagFact[];
  all<K extends Kind>(kind: K): readonly TagOf<K>[];
}

/** Statements end before their `until`. */
export function createStatements(tags: readonly TagFact[], now: number): Statements {
  const held = new Map<Kind, TagFact[]>();
  const expired: TagFact[] = [];
  for (const tag of byId(tags)) {
    if (tag.until !== null && tag.until <= now) expired.push(tag);
    else {
      const list = held.get(tag.statement.kind);
      if (list) list.push(tag);
      else held.set(tag.statement.kind, [tag]);
    }
  }
  return {
    expired,
    all: <K extends Kind>(kind: K) => (held.get(kind) ?? []) as unknown as readonly TagOf<K>[],
  };
}
