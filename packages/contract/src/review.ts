import { z } from 'zod';
import { Claim } from './category.ts';
import { RelationshipFilter } from './period.ts';
import { Reason } from './provenance.ts';

/**
 * Says the same of all hosts under a filter, as one change. `expected` is the number of hosts that the preview named: when
 * there are others by now, nothing is said of any.
 */
export const ManyHostsClaimDraft = z.object({
  filter: RelationshipFilter,
  claim: Claim,
  reason: Reason,
  expected: z.number().int().min(1),
});

/** What a claim of all hosts under a filter would change. */
export const ManyHostsClaimPreview = z.object({
  hosts: z.number().int(),
  /** Claims that hold by now and would be closed, by what they say; the rest has none. */
  replaces: z.array(z.object({ claim: Claim, hosts: z.number().int() })),
  /** The first of them, by address. */
  sample: z.array(z.object({ id: z.number().int(), address: z.string(), name: z.string().nullable() })),
});
export type ManyHostsClaimPreview = z.infer<typeof ManyHostsClaimPreview>;

export const ManyHostsClaimResult = z.object({ hosts: z.number().int() });
