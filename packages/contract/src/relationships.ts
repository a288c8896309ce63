import { CONTACT_STATES, DIRECTION_CONFIDENCES, DIRECTION_METHODS } from '@scopemap/scope-model';
import { z } from 'zod';
import { Category, Review } from './category.ts';

export const RelationshipSide = z.object({
  hostId: z.number().int(),
  address: z.string(),
  name: z.string().nullable(),
  zoneId: z.number().int().nullable(),
  zoneName: z.string().nullable(),
  category: Category,
});

/**
 * One relationship over the period. `client`/`server` carry meaning only when `directed`; otherwise they are the two sides in
 * address order. Counts are the maximum over observers per day, summed over days.
 */
export const RelationshipRow = z.object({
  id: z.string(),
  client: RelationshipSide,
  server: RelationshipSide,
  directed: z.boolean(),
  protocol: z.string(),
  port: z.number().int().nullable(),
  /** The other side's port when undirected. */
  clientPort: z.number().int().nullable(),
  service: z.string(),
  /** Id of the bundle of the graph that it is in. */
  bundle: z.string(),
  /** ICMP only; null where several occurred or the exporter did not say. The code is null for requests and answers. */
  icmpType: z.number().int().nullable(),
  icmpCode: z.number().int().nullable(),
  method: z.enum(DIRECTION_METHODS),
  confidence: z.enum(DIRECTION_CONFIDENCES),
  state: z.enum(CONTACT_STATES),
  /** Conversations of all time that came to nothing: no answer where one was due, a reset, a refusal. */
  attempts: z.number(),
  status: Review,
  /** Why it is a violation or what it awaits; the business need when approved. */
  statusText: z.string(),
  flows: z.number(),
  packets: z.number(),
  octets: z.number(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  observers: z.array(z.string()),
});
export type RelationshipRow = z.infer<typeof RelationshipRow>;

export const RelationshipList = z.object({ relationships: z.array(RelationshipRow), total: z.number().int() });
export type RelationshipList = z.infer<typeof RelationshipList>;
