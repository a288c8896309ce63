import { REVIEW_STATUSES, SCOPE_CATEGORIES, SCOPE_CLAIMS } from '@scopemap/scope-model';
import { z } from 'zod';
import { NamedFact } from './scope-runs.ts';

export const Category = z.enum(SCOPE_CATEGORIES);
export const Claim = z.enum(SCOPE_CLAIMS);
export const Review = z.enum(REVIEW_STATUSES);

export const ScopeReason = z.object({
  /** `R5`: a rule of the scope model. */
  rule: z.string(),
  /** What this reason alone would give; null: worth knowing, decides nothing. */
  category: Category.nullable(),
  /** Stable name of the ground within its rule. */
  code: z.string(),
  text: z.string(),
  facts: z.array(NamedFact),
});

export const MissingFact = z.object({ code: z.string(), text: z.string(), about: z.array(NamedFact) });

/** A category with everything that led to it. `conflict`: a statement and another fact contradict each other. */
export const Classification = z.object({
  category: Category,
  inScope: z.boolean(),
  conflict: z.boolean(),
  /** Who began the contacts that connect it, as seen from the CDE: `in` reaches into it. Null: nothing of the kind. */
  initiator: z.enum(['in', 'out', 'both', 'unknown']).nullable(),
  /** The system that decided: the address itself, or a machine that had it. */
  system: z.string(),
  /** The first with a category is the effective one. */
  reasons: z.array(ScopeReason),
  /** Facts without which nothing more can be said. */
  missing: z.array(MissingFact),
  /** Remarks that move nothing. */
  marks: z.array(ScopeReason),
  /** Other systems that had the address. */
  others: z.array(z.object({ system: z.string(), category: Category, text: z.string() })),
  /** Since when the host has the category; null: it is not classified yet. */
  since: z.iso.datetime().nullable(),
  /** When the facts last gave this; an old one says that the classification is behind. */
  checkedAt: z.iso.datetime().nullable(),
  /** Former categories, the latest move first. */
  history: z.array(z.object({ before: Category, after: Category, reason: z.string(), at: z.iso.datetime() })),
});
export type Classification = z.infer<typeof Classification>;
