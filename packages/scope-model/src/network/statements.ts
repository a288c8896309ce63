import type { TagFact, TagStatement } from '../facts/tag-fact.ts';
import { byId } from './by-text.ts';

type Kind = TagStatement['kind'];

/** A tag whose statement is of one kind. */
export type TagOf<K extends Kind> = TagFact & { readonly statement: Extract<TagStatement, { readonly kind: K }> };

/** What people say, as far as it holds at the instant of the classification; in the order of the tags' ids. */
export interface Statements {
  readonly expired: readonly TagFact[];
  /** Dated after the instant of the classification. */
  readonly pending: readonly TagFact[];
  all<K extends Kind>(kind: K): readonly TagOf<K>[];
}

/** Clocks of who writes statements and who reads them may differ by so much, in milliseconds. */
const CLOCK_TOLERANCE = 60_000;

/** Statements hold from the instant at which they were made, and end before their `until`. */
export function createStatements(tags: readonly TagFact[], now: number): Statements {
  const held = new Map<Kind, TagFact[]>();
  const expired: TagFact[] = [];
  const pending: TagFact[] = [];
  for (const tag of byId(tags)) {
    if (tag.until !== null && tag.until <= now) expired.push(tag);
    else if (tag.at > now + CLOCK_TOLERANCE) pending.push(tag);
    else {
      const list = held.get(tag.statement.kind);
      if (list) list.push(tag);
      else held.set(tag.statement.kind, [tag]);
    }
  }
  return {
    expired,
    pending,
    all: <K extends Kind>(kind: K) => (held.get(kind) ?? []) as unknown as readonly TagOf<K>[],
  };
}
