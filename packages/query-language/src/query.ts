import type { FieldName, Side } from './fields.ts';
import type { Value } from './value.ts';

/** A place in the text of a query: UTF-16 units, `to` is behind the last one. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Comparator = 'is' | '<' | '<=' | '>' | '>=';

/** One field against one or more values; several values mean any of them. */
export interface Term {
  readonly kind: 'term';
  readonly field: FieldName;
  /** Which end of a relationship is meant; null: either. Always null for fields of the relationship itself. */
  readonly side: Side | null;
  readonly comparator: Comparator;
  /** At least one; exactly one for an order. */
  readonly values: readonly Value[];
}

export interface Negation {
  readonly kind: 'not';
  readonly of: Query;
}

/** `and`: every part holds; `or`: at least one. Two parts or more, none of the same kind. */
export interface Junction {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Query[];
}

export type Query = Term | Negation | Junction;
