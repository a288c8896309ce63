import { z } from 'zod';
import { Prefix } from './address.ts';
import { Claim } from './category.ts';

const name = z.string().trim().min(1, 'a zone needs a name').max(80);
const description = z.string().trim().max(2000);
const prefixes = z.array(Prefix).max(1000);

export const Zone = z.object({
  id: z.number().int(),
  name: z.string(),
  claim: Claim,
  description: z.string(),
  prefixes: z.array(z.string()),
  hostCount: z.number().int(),
});
export type Zone = z.infer<typeof Zone>;

export const ZoneDraft = z.object({
  name,
  claim: Claim,
  description: description.default(''),
  prefixes: prefixes.default([]),
});
export type ZoneDraft = z.input<typeof ZoneDraft>;

export const ZonePatch = z.object({ name, claim: Claim, description, prefixes }).partial();

export const ZoneList = z.object({ zones: z.array(Zone), unassignedHosts: z.number().int() });
