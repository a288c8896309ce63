import { z } from 'zod';
import { id } from './request-parts.ts';
import { WhatIfResult } from './scope-changes.ts';
import { ZoneDraft } from './zones.ts';

/** A zone as it might be written. Nothing is stored. */
export const ZonePreviewDraft = z.object({
  /** The zone to change or remove; null: a new one. */
  id: id.nullable(),
  /** Null: what would follow if it were removed. */
  zone: ZoneDraft.nullable(),
  /** Whether the categories are worked out, too, which takes as long as a classification. */
  categories: z.boolean().default(false),
});

const Count = z.number().int();

/** What would move. */
export const ZonePreview = z.object({
  /** Hosts that would be in another zone than they are. */
  hosts: Count,
  /** From where to where; null: no zone. The most hosts first. */
  moves: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), hosts: Count })),
  /** The first of them, by address. */
  sample: z.array(
    z.object({
      id: Count,
      address: z.string(),
      name: z.string().nullable(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
  /** Null: not asked for. */
  categories: WhatIfResult.nullable(),
});
export type ZonePreview = z.infer<typeof ZonePreview>;
