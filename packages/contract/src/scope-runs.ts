import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { z } from 'zod';
import { Place } from './scope-facts.ts';

/** A fact of the facts file by its kind and id, as a page names it. */
export const NamedFact = z.object({
  kind: z.string(),
  id: z.string(),
  /** What people call it; the id where nobody does. */
  name: z.string(),
  /** Of a system that is a host, or one end of a contact: where its page is. */
  hostId: z.number().int().nullable(),
});
export type NamedFact = z.infer<typeof NamedFact>;

/** How often each category occurs among the hosts. */
const Counts = z.partialRecord(z.enum(SCOPE_CATEGORIES), z.number().int());

/** One classification of everything. */
export const ScopeRun = z.object({
  id: z.number().int(),
  /** When the facts were read; expiry is judged at this instant. */
  factsAt: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  /** When last the facts gave this very result. */
  checkedAt: z.iso.datetime(),
  modelVersion: z.string(),
  /** SHA-256: of the facts beside their instant and period; of the result. */
  factsHash: z.string(),
  resultHash: z.string(),
  durationMs: z.number().int(),
  contacts: z.number().int(),
  counts: Counts,
  /** Hosts that have another category than before. */
  moved: z.number().int(),
});
export type ScopeRun = z.infer<typeof ScopeRun>;
export const ScopeRunList = z.object({ runs: z.array(ScopeRun), total: z.number().int() });

const Severity = z.enum(['high', 'medium', 'low']);

/** What a person has to look at. */
export const ScopeItem = z.object({
  code: z.string(),
  severity: Severity,
  subject: NamedFact,
  text: z.string(),
  facts: z.array(NamedFact),
});
export type ScopeItem = z.infer<typeof ScopeItem>;
export const ScopeItemList = z.object({ items: z.array(ScopeItem), total: z.number().int() });
export const ScopeItemQuery = z.object({
  severity: Severity.optional(),
  /** `tag-conflict`, `segmentation-failure`, … */
  code: z.string().max(60).optional(),
});

/** How well the traffic between two places was watched. Only of `full` it can be said that nothing was seen. */
export const BoundaryCoverage = z.object({
  between: z.tuple([Place.extend({ name: z.string() }), Place.extend({ name: z.string() })]),
  grade: z.enum(['full', 'partial', 'sampled', 'none']),
  shortfalls: z.array(z.object({ code: z.string(), text: z.string(), facts: z.array(NamedFact) })),
});
export type BoundaryCoverage = z.infer<typeof BoundaryCoverage>;
export const CoverageList = z.object({ boundaries: z.array(BoundaryCoverage) });
