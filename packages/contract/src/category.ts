import { REVIEW_STATUSES, SCOPE_CATEGORIES, SCOPE_CLAIMS } from '@scopemap/scope-model';
import { z } from 'zod';

export const Category = z.enum(SCOPE_CATEGORIES);
export const Claim = z.enum(SCOPE_CLAIMS);
export const Review = z.enum(REVIEW_STATUSES);

/** A category with everything that led to it. `conflict`: a claim and the traffic contradict each other. */
export const Classification = z.object({
  category: Category,
  inScope: z.boolean(),
  conflict: z.boolean(),
  reasons: z.array(z.object({ rule: z.string(), text: z.string() })),
  missing: z.array(z.string()),
});
export type Classification = z.infer<typeof Classification>;
