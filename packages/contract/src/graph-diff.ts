import { z } from 'zod';
import { Category } from './category.ts';
import { Period, PeriodQuery, RelationshipFilter } from './period.ts';

/** What the period is compared with: days, or a snapshot, whose window of observation and moment then count. */
export const GraphDiffQuery = RelationshipFilter.extend({
  cmpFrom: PeriodQuery.shape.from,
  cmpTo: PeriodQuery.shape.to,
  cmpSnapshot: z.uuid().optional(),
});

export const HostChange = z.object({
  id: z.number().int(),
  zone: z.string(),
  address: z.string(),
  name: z.string().nullable(),
  /** Has relationships in this period and none in the other, or the other way round; `changed`: has another category. */
  change: z.enum(['added', 'removed', 'changed']),
  /** As classified at the end of the other period and of this one; null: it was not classified then. */
  before: Category.nullable(),
  after: Category.nullable(),
});
export type HostChange = z.infer<typeof HostChange>;

export const BundleChange = z.object({
  /** As in the graph; of a bundle that is only in the other period, too. */
  id: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Relationships of the bundle that only this period has, only the other one has, and both have. */
  added: z.number().int(),
  removed: z.number().int(),
  kept: z.number().int(),
});
export type BundleChange = z.infer<typeof BundleChange>;

/** What this period has and the other has not, and the reverse, under one filter. */
export const GraphDiff = z.object({
  period: Period,
  compared: Period,
  counts: z.object({
    relationshipsAdded: z.number().int(),
    relationshipsRemoved: z.number().int(),
    hostsAdded: z.number().int(),
    hostsRemoved: z.number().int(),
    categoriesChanged: z.number().int(),
  }),
  /** The first 500. */
  hosts: z.array(HostChange),
  bundles: z.array(BundleChange),
  /** False: nothing was classified by the end of the other period, so that no change of category can be told. */
  categoriesKnown: z.boolean(),
});
export type GraphDiff = z.infer<typeof GraphDiff>;
