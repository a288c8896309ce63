import { z } from 'zod';

const day = z.iso
  .date('a day is written YYYY-MM-DD')
  .refine((text) => text >= '1970-01-01', 'no flow is older than 1970');

/** Inclusive UTC days. Without them: everything that is stored. */
export const PeriodQuery = z.object({ from: day.optional(), to: day.optional() });

export const Period = z.object({ from: day.nullable(), to: day.nullable() });

/** What every view of relationships can be narrowed by. */
export const RelationshipFilter = PeriodQuery.extend({
  /** Zone id, or `none`, as either end. */
  zone: z.string().max(20).optional(),
  /** `443/tcp`, `443` or a service name. */
  service: z.string().max(100).optional(),
  /** Address, prefix or part of a name, as either end. */
  host: z.string().max(200).optional(),
  /** One or more review statuses, separated by commas. */
  status: z.string().optional(),
  /** The query language: `cat:cde -svc:dns seen>=2026-09-01`. Holds beside the other filters. */
  q: z.string().max(4000).optional(),
});
export type RelationshipFilter = z.infer<typeof RelationshipFilter>;
