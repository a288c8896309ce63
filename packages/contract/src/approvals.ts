import { z } from 'zod';

/** Approves one service between two zones, with the business need (PCI DSS 1.2.5). */
export const ApprovalDraft = z.object({
  sourceZoneId: z.number().int(),
  targetZoneId: z.number().int(),
  protocol: z.string(),
  port: z.number().int().min(0).max(65535),
  businessNeed: z.string().trim().min(3, 'name the business need').max(2000),
  /** From then on it approves nothing. Without it the approval holds until it is replaced. */
  expiresAt: z.iso.datetime().optional(),
  /** Who answers for the service. */
  owner: z.string().trim().max(200).optional(),
});

export const Approval = z.object({
  id: z.number().int(),
  sourceZoneId: z.number().int(),
  sourceZone: z.string(),
  targetZoneId: z.number().int(),
  targetZone: z.string(),
  protocol: z.string(),
  port: z.number().int(),
  service: z.string(),
  businessNeed: z.string(),
  approvedBy: z.string(),
  approvedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** Empty where nobody was named. */
  owner: z.string(),
});
export type Approval = z.infer<typeof Approval>;

export const ApprovalList = z.object({ approvals: z.array(Approval) });
