import { z } from 'zod';
import { Category, Claim, Review } from './category.ts';
import { Period } from './period.ts';

/**
 * A zone on the map. `id` is `zone-7`, or `unassigned-…` for hosts that no zone claims, grouped by network (`prefixes` then
 * says which). `hostCount` counts the hosts of the view, listed or not.
 */
export const GraphZone = z.object({
  id: z.string(),
  zoneId: z.number().int().nullable(),
  name: z.string(),
  prefixes: z.array(z.string()),
  claim: Claim,
  /** What the scope model says of the place as a whole, whatever the filter: in scope for each host in it that is. */
  category: Category,
  hostCount: z.number().int(),
});
export type GraphZone = z.infer<typeof GraphZone>;

export const GraphHost = z.object({
  id: z.number().int(),
  zone: z.string(),
  address: z.string(),
  name: z.string().nullable(),
  category: Category,
  conflict: z.boolean(),
  server: z.boolean(),
  status: Review,
});
export type GraphHost = z.infer<typeof GraphHost>;

/** All relationships of one zone pair with the same service and review status. */
export const GraphBundle = z.object({
  id: z.string(),
  sourceZone: z.string(),
  targetZone: z.string(),
  /** `443/tcp https`, or `infra · 7 services`. */
  service: z.string(),
  /** The services behind it, e.g. `53/udp dns`. */
  services: z.array(z.string()),
  status: Review,
  infrastructure: z.boolean(),
  directed: z.boolean(),
  pairs: z.number().int(),
  flows: z.number(),
  octets: z.number(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** Of bundles of a few pairs only; of others the relationships tell, asked for by the bundle's id. */
  sourceHosts: z.array(z.number().int()),
  targetHosts: z.array(z.number().int()),
});
export type GraphBundle = z.infer<typeof GraphBundle>;

export const Graph = z.object({
  period: Period,
  /** Traffic is that of this moment, while much of it comes in; absent: of the question, as everything else. */
  trafficAsOf: z.iso.datetime().optional(),
  /** Days with data under the filter, whatever its period: for the time bar. Of a large site they may be some minutes older. */
  days: z.array(z.object({ day: z.string(), flows: z.number() })),
  zones: z.array(GraphZone),
  hosts: z.array(GraphHost),
  bundles: z.array(GraphBundle),
  counts: z.object({
    hosts: z.number().int(),
    relationships: z.number().int(),
    violations: z.number().int(),
    unreviewed: z.number().int(),
    /** Includes the undetermined ones: what is not shown to be out of scope is in scope. */
    inScope: z.number().int(),
    undetermined: z.number().int(),
  }),
  /** Hosts beyond the budget of the picture that are counted in their zones but not listed. */
  omittedHosts: z.number().int(),
});
export type Graph = z.infer<typeof Graph>;
