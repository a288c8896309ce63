import { z } from 'zod';

/** One entry of the audit chain. */
export const AuditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  author: z.string(),
  /** From where: `api 192.0.2.7`. */
  origin: z.string(),
  /** `zone.create`: the kind of thing, a dot and what was done. */
  action: z.string(),
  subject: z.string(),
  before: z.json(),
  after: z.json(),
  reason: z.string().nullable(),
  /** SHA-256 over the entry and the hash of the one before it. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditList = z.object({ entries: z.array(AuditEntry), total: z.number().int() });

export const AuditQuery = z.object({
  /** Text in any part of an entry; upper and lower case count the same. */
  q: z.string().max(200).optional(),
  /** Beginning of an action: `zone` or `zone.create`. */
  action: z.string().max(60).optional(),
  from: z.iso.datetime().optional(),
  /** Exclusive. */
  to: z.iso.datetime().optional(),
});

/** What a walk along the whole chain found, computed for this answer. */
export const AuditChain = z.object({
  /** Entries that are as they were written, up to the first that is not. */
  entries: z.number().int(),
  /** Hash of the last of them. */
  head: z.string(),
  broken: z.object({ id: z.number().int(), why: z.string() }).nullable(),
});
