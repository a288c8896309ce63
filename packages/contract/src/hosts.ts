import { z } from 'zod';
import { Category, Claim, Classification, Review } from './category.ts';

export const HostSummary = z.object({
  id: z.number().int(),
  address: z.string(),
  name: z.string().nullable(),
  zoneId: z.number().int().nullable(),
  zoneName: z.string().nullable(),
  category: Category,
  conflict: z.boolean(),
  /** Worst status of its relationships. */
  status: Review,
  services: z.number().int(),
  peers: z.number().int(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
});
export type HostSummary = z.infer<typeof HostSummary>;

export const HostList = z.object({ hosts: z.array(HostSummary), total: z.number().int() });
export type HostList = z.infer<typeof HostList>;

export const HostClaim = z.object({
  claim: Claim,
  reason: z.string(),
  author: z.string(),
  madeAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
});

export const HostDetail = HostSummary.extend({
  classification: Classification,
  claims: z.array(HostClaim),
});
export type HostDetail = z.infer<typeof HostDetail>;

/** Sets what a person says of one host; the reason is part of the record. */
export const HostClaimDraft = z.object({
  claim: Claim,
  reason: z.string().trim().min(3, 'say why, so that an assessor can follow it').max(2000),
});

export const HostNameDraft = z.object({ name: z.string().trim().min(1).max(120) });
