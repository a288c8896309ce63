import { z } from 'zod';
import { Address, Prefix } from './address.ts';
import { Provenance, Reason } from './provenance.ts';

const Name = z.string().trim().min(1).max(120);

/** `zone-7` or `segment-3`. */
export const PlaceId = z.string().regex(/^(zone|segment)-[1-9][0-9]{0,9}$/, 'is written zone-7 or segment-3');

export const SegmentDraft = z.object({
  name: Name,
  zoneId: z.number().int().nullable().default(null),
  prefixes: z.array(Prefix).min(1, 'a segment needs a prefix').max(1000),
  vlan: z.number().int().min(0).max(4095).nullable().default(null),
  wireless: z.boolean().default(false),
  reason: Reason,
});
export const Segment = Provenance.extend({
  name: z.string(),
  zoneId: z.number().int().nullable(),
  prefixes: z.array(z.string()),
  vlan: z.number().int().nullable(),
  wireless: z.boolean(),
});
export type Segment = z.infer<typeof Segment>;
export const SegmentList = z.object({ segments: z.array(Segment) });

/** A network security control. */
export const ControlDraft = z.object({
  name: Name,
  /** The device, when it has an address of its own that is seen. */
  address: Address.nullable().default(null),
  description: z.string().trim().max(2000).nullable().default(null),
  /** Last change of the device that is not a change of its imported rules. */
  changedAt: z.iso.datetime().nullable().default(null),
  reason: Reason,
});

/** Traffic between the two places passes the control. */
export const ControlBoundaryDraft = z
  .object({ places: z.tuple([PlaceId, PlaceId]), reason: Reason })
  .refine(({ places: [one, other] }) => one !== other, { path: ['places'], message: 'are the same place twice' });
export const ControlBoundary = Provenance.extend({ places: z.tuple([z.string(), z.string()]) });
export type ControlBoundary = z.infer<typeof ControlBoundary>;

/** The list of the control's rules decides about connections from `source` to `target`. */
export const RuleBindingDraft = z
  .object({ list: z.string().trim().min(1).max(200), source: PlaceId, target: PlaceId, reason: Reason })
  .refine(({ source, target }) => source !== target, { path: ['target'], message: 'is the source itself' });
export const RuleBinding = Provenance.extend({ list: z.string(), source: z.string(), target: z.string() });
export type RuleBinding = z.infer<typeof RuleBinding>;

export const RuleSetSummary = Provenance.extend({
  version: z.number().int(),
  format: z.string(),
  fileName: z.string(),
  digest: z.string(),
  takenAt: z.iso.datetime(),
  /** Names that can be bound to a pair of places. */
  lists: z.array(z.string()),
  rules: z.number().int(),
  /** Lines that were not understood. */
  unread: z.number().int(),
});
export type RuleSetSummary = z.infer<typeof RuleSetSummary>;

export const Control = Provenance.extend({
  name: z.string(),
  address: z.string().nullable(),
  description: z.string().nullable(),
  changedAt: z.iso.datetime().nullable(),
  boundaries: z.array(ControlBoundary),
  bindings: z.array(RuleBinding),
  /** The newest first; the one that has not ended is in force. */
  ruleSets: z.array(RuleSetSummary),
});
export type Control = z.infer<typeof Control>;
export const ControlList = z.object({ controls: z.array(Control) });
