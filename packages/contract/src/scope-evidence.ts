import { z } from 'zod';
import { PlaceId } from './controls.ts';
import { Evidence, Provenance, Reason } from './provenance.ts';

const Name = z.string().trim().min(1).max(120);

/** A party outside the entity (PCI DSS 12.8). */
export const ThirdPartyDraft = z.object({
  name: Name,
  service: z.string().trim().max(2000).nullable().default(null),
  attestation: z
    .object({ version: z.string().trim().min(1).max(40), at: z.iso.datetime() })
    .nullable()
    .default(null),
  reason: Reason,
});
export const ThirdParty = Provenance.extend({
  name: z.string(),
  service: z.string().nullable(),
  attestation: z.object({ version: z.string(), at: z.iso.datetime() }).nullable(),
});
export const ThirdPartyList = z.object({ thirdParties: z.array(ThirdParty) });

/** A test of segmentation (PCI DSS 11.4.5, 11.4.6): could the source reach the target? */
export const SegmentationTestDraft = z
  .object({
    source: PlaceId,
    target: PlaceId,
    testedAt: z.iso.datetime(),
    result: z.enum(['passed', 'failed']),
    tester: z.string().trim().min(1).max(200),
    /** Organisationally independent of those who run the control. */
    independent: z.boolean(),
    evidence: Evidence,
    reason: Reason,
  })
  .refine(({ source, target }) => source !== target, { path: ['target'], message: 'is the source itself' });
export const SegmentationTest = Provenance.extend({
  source: z.string(),
  target: z.string(),
  testedAt: z.iso.datetime(),
  result: z.enum(['passed', 'failed']),
  tester: z.string(),
  independent: z.boolean(),
  evidence: z.string().nullable(),
});
export const SegmentationTestList = z.object({ tests: z.array(SegmentationTest) });

/** Who watches what passes between two places. */
export const BoundaryWatchDraft = z
  .object({
    places: z.tuple([PlaceId, PlaceId]),
    exporterIds: z.array(z.number().int().positive()).max(1000),
    everyPath: z.boolean(),
    directions: z.enum(['both', 'one', 'unknown']),
    reason: Reason,
  })
  .refine(({ places: [one, other] }) => one !== other, { path: ['places'], message: 'are the same place twice' });
export const BoundaryWatch = Provenance.extend({
  places: z.tuple([z.string(), z.string()]),
  exporterIds: z.array(z.number().int()),
  everyPath: z.boolean(),
  directions: z.enum(['both', 'one', 'unknown']),
});
export const BoundaryWatchList = z.object({ watches: z.array(BoundaryWatch) });

/** Something rare that an honest window of observation includes: month end, patch night, a restore exercise. */
export const CalendarEventDraft = z.object({ name: Name, happenedAt: z.iso.datetime(), reason: Reason });
export const CalendarEvent = Provenance.extend({ name: z.string(), happenedAt: z.iso.datetime() });
export const CalendarEventList = z.object({ events: z.array(CalendarEvent) });

/** Who the entity is, and how long the window of observation is that ends now. */
export const ScopeSettingsDraft = z.object({
  entityName: Name,
  entityKind: z.enum(['merchant', 'service-provider']),
  periodDays: z.number().int().min(1).max(3660),
  reason: Reason,
});
export const ScopeSettings = z.object({
  entityName: z.string(),
  entityKind: z.enum(['merchant', 'service-provider']),
  periodDays: z.number().int(),
  /** Null: nobody has set anything; these are the defaults. */
  setBy: Provenance.nullable(),
});
