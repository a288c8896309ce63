import { z } from 'zod';

/** Why something is said or withdrawn; part of the record. */
export const Reason = z.string().trim().min(3, 'say why, so that an assessor can follow it').max(2000);

/** Ticket, document or file where it can be looked up. */
export const Evidence = z.string().trim().max(2000).nullable().default(null);

/** Who said it, when and why, and who took it back. What was said is never changed or deleted. */
export const Provenance = z.object({
  id: z.number().int(),
  author: z.string(),
  reason: z.string(),
  madeAt: z.iso.datetime(),
  /** Null: it holds. */
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
});
export type Provenance = z.infer<typeof Provenance>;

/** Takes back what was said. */
export const Withdrawal = z.object({ reason: Reason });

/** Whether what was taken back is listed, too. */
export const HistoryQuery = z.object({ history: z.stringbool().default(false) });

export const Created = z.object({ id: z.number().int() });
