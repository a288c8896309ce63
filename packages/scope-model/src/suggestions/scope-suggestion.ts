import type { FactRef } from '../classification/classification.ts';
import type { TagStatement, TagSubject } from '../facts/tag-fact.ts';

export type SuggestionCode =
  | 'role'
  | 'influence'
  | 'feeds'
  | 'segment'
  | 'shared-address'
  | 'load-balancer'
  | 'proxy'
  | 'scanner';

/** What a person would be asked to say. */
export interface SuggestedTag {
  readonly subject: TagSubject;
  readonly statement: TagStatement;
}

/** Something that traffic suggests and that only a person can confirm. It decides nothing until it is confirmed. */
export interface ScopeSuggestion {
  /** The same suggestion has the same id whenever it is made. */
  readonly id: string;
  readonly code: SuggestionCode;
  readonly text: string;
  /** Tags that a yes becomes; empty where it becomes a segment. */
  readonly becomes: readonly SuggestedTag[];
  /** Tags that a no becomes; empty where a no leaves nothing to state. */
  readonly otherwise: readonly SuggestedTag[];
  /** Segment that a yes becomes; `zone` is the zone around it, null for none. */
  readonly segment: { readonly prefix: string; readonly zone: string | null } | null;
  /** Contacts or systems that suggest it, at most fifty, in the order of their ids. */
  readonly evidence: readonly FactRef[];
  /** How many there are altogether. */
  readonly evidenceCount: number;
}
