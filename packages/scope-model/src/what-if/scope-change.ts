import type { PlaceRef } from '../facts/place.ts';
import type { TagStatement, TagSubject } from '../facts/tag-fact.ts';

/** One thing that might be done, as a plain value. What each does to the facts: {@link applyChanges}. */
export type ScopeChange =
  /** A line is taken out of the rules of every control that has it. */
  | { readonly kind: 'remove-rule'; readonly rule: string }
  /** The two ends stop talking over this service, and a person retires the contact. Rules that permit it stay. */
  | { readonly kind: 'cut-contact'; readonly contact: string }
  /** The asset keeps its addresses and contacts, and stands in another zone or segment. */
  | { readonly kind: 'move-asset'; readonly asset: string; readonly to: PlaceRef }
  /** A range of addresses, whoever has them, belongs to another zone or segment. */
  | { readonly kind: 'move-prefix'; readonly prefix: string; readonly to: PlaceRef }
  /** A person says so: confirms a role, an influence, a claim. */
  | { readonly kind: 'add-tag'; readonly subject: TagSubject; readonly statement: TagStatement }
  | { readonly kind: 'withdraw-tag'; readonly tag: string }
  /** A segmentation test is made, after every other change, and passes. */
  | { readonly kind: 'pass-test'; readonly from: PlaceRef; readonly to: PlaceRef };

/** A change speaks of something that is not among the facts. `index` is its place in the list of changes, from 0. */
export class ScopeChangeError extends Error {
  readonly index: number;

  constructor(index: number, message: string) {
    super(`change ${index + 1}: ${message}`);
    this.name = 'ScopeChangeError';
    this.index = index;
  }
}
