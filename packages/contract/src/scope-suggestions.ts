import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { z } from 'zod';
import { Statement } from './scope-facts.ts';
import { NamedFact } from './scope-runs.ts';

const Category = z.enum(SCOPE_CATEGORIES);

/** What a person would be asked to say, of what. */
export const SuggestedTag = z.object({ subject: NamedFact, statement: Statement });

/** Something that traffic suggests. It decides nothing until a person confirms it. */
export const ScopeSuggestion = z.object({
  /** The same suggestion has the same id whenever it is made. */
  id: z.string(),
  code: z.string(),
  text: z.string(),
  /** Tags that a yes becomes; empty where it becomes a segment. */
  becomes: z.array(SuggestedTag),
  /** Tags that a no becomes; empty where a no leaves nothing to state. */
  otherwise: z.array(SuggestedTag),
  segment: z.object({ prefix: z.string(), zone: NamedFact.nullable() }).nullable(),
  /** What suggests it, at most fifty of `evidenceCount`. */
  evidence: z.array(NamedFact),
  evidenceCount: z.number().int(),
});
export type ScopeSuggestion = z.infer<typeof ScopeSuggestion>;

/** At most five hundred of `total`, in the order of ids. */
export const ScopeSuggestionList = z.object({ suggestions: z.array(ScopeSuggestion), total: z.number().int() });

/** A host that got another category in a run. */
export const CategoryMove = z.object({
  hostId: z.number().int(),
  address: z.string(),
  name: z.string().nullable(),
  before: Category,
  after: Category,
  /** Of the category it got. */
  reason: z.string(),
});
export type CategoryMove = z.infer<typeof CategoryMove>;
export const CategoryMoveList = z.object({ moves: z.array(CategoryMove), total: z.number().int() });
