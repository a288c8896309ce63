import { CONTACT_STATES } from '@scopemap/scope-model';
import { z } from 'zod';
import { RuleSetSummary } from './controls.ts';
import { Reason } from './provenance.ts';
import { Page } from './request-parts.ts';

/** Formats of rule files; `docs/rule-formats.md` says what each one is. */
export const RuleFormat = z.enum([
  'talk-csv',
  'netbehave-csv',
  'csv',
  'ios',
  'nxos',
  'asa',
  'iptables',
  'nftables-json',
  'aws-sg',
  'aws-nacl',
  'azure-nsg',
  'fortios',
  'panos-set',
  'panos-xml',
]);
export type RuleFormat = z.infer<typeof RuleFormat>;

/** Characters of a rule file. */
export const MAX_RULE_TEXT = 16 * 1024 * 1024;

const RuleText = z.string().min(1, 'is empty').max(MAX_RULE_TEXT, 'is longer than 16 million characters');

export const RulePreviewDraft = z.object({
  text: RuleText,
  /** Null: found out by words that only stand in one format. */
  format: RuleFormat.nullable().default(null),
});

/** A line that was not understood; `why` is one sentence. */
export const UnreadLine = z.object({ line: z.number().int(), text: z.string(), why: z.string() });
export type UnreadLine = z.infer<typeof UnreadLine>;

/** What a rule file was read as; nothing is stored. */
export const RulePreview = z.object({
  format: RuleFormat,
  /** Names that can be bound to a pair of places, with the number of rules a packet may meet there. */
  lists: z.array(z.object({ name: z.string(), rules: z.number().int() })),
  rules: z.number().int(),
  lines: z.number().int(),
  /** Lines that are other configuration than rules. */
  otherLines: z.number().int(),
  /** The first ones, in order of lines; `unreadTotal` counts all. */
  unread: z.array(UnreadLine),
  unreadTotal: z.number().int(),
});
export type RulePreview = z.infer<typeof RulePreview>;

/** The text of a control's rules as its next version. */
export const RuleSetDraft = z.object({
  controlId: z.number().int().min(1),
  text: RuleText,
  format: RuleFormat,
  fileName: z.string().trim().min(1).max(255),
  /** When the configuration was taken from the device. */
  takenAt: z.iso.datetime(),
  reason: Reason,
});

export const RULE_VERDICTS = ['allowed', 'denied', 'undetermined', 'no-list'] as const;
const Verdict = z.enum(RULE_VERDICTS);

export const RuleSetRow = RuleSetSummary.extend({
  controlId: z.number().int(),
  controlName: z.string(),
  /** Null: not judged, because it is not in force, nothing is bound to it, or its turn has not come yet. */
  verdicts: z
    .object({
      judgedAt: z.iso.datetime(),
      allowed: z.number().int(),
      denied: z.number().int(),
      /** Denied, and yet both sides talked. */
      deniedSeen: z.number().int(),
      undetermined: z.number().int(),
      noList: z.number().int(),
    })
    .nullable(),
});
export type RuleSetRow = z.infer<typeof RuleSetRow>;
export const RuleSetList = z.object({ ruleSets: z.array(RuleSetRow) });

export const RULE_CONCERNS = ['never-matched', 'shadowed', 'too-broad', 'not-understood'] as const;

export const RuleReviewQuery = z.object({
  limit: Page.shape.limit,
  offset: Page.shape.offset,
  concern: z.enum(RULE_CONCERNS).optional(),
});

/** One rule with what observed relationships say of it (PCI DSS 1.2.7). */
export const ReviewedRule = z.object({
  /** Number within the file, from 0. */
  position: z.number().int(),
  list: z.string(),
  line: z.number().int(),
  text: z.string(),
  label: z.string().nullable(),
  /** Relationships that it decided, and those that it may have decided. */
  matched: z.number().int(),
  possible: z.number().int(),
  lastMatch: z.iso.datetime().nullable(),
  /** It decided no relationship and may have decided none. Null: not known, since it only meets replies or its list is bound nowhere. */
  neverMatched: z.boolean().nullable(),
  /** Line of the earlier rule that takes everything this one matches. */
  shadowedBy: z.number().int().nullable(),
  /** Why it allows too much. */
  broad: z.array(z.string()),
  /** Why it was not understood, or what of it no flow tells. */
  unclear: z.array(z.string()),
});
export type ReviewedRule = z.infer<typeof ReviewedRule>;

export const RuleSetDetail = z.object({
  ruleSet: RuleSetRow,
  /** Since when there are relationships to match; null: there are none. */
  observedSince: z.iso.datetime().nullable(),
  concerns: z.object({
    'never-matched': z.number().int(),
    shadowed: z.number().int(),
    'too-broad': z.number().int(),
    'not-understood': z.number().int(),
  }),
  total: z.number().int(),
  rules: z.array(ReviewedRule),
  /** The first ones. */
  unread: z.array(UnreadLine),
});
export type RuleSetDetail = z.infer<typeof RuleSetDetail>;

export const VerdictQuery = z.object({
  limit: Page.shape.limit,
  offset: Page.shape.offset,
  verdict: Verdict.optional(),
  /** Of this rule only. */
  position: z.coerce.number().int().min(0).optional(),
});

/** What the rules of a control say of a relationship. */
export const RelationshipVerdict = z.object({
  relationshipId: z.string(),
  controlId: z.number().int(),
  controlName: z.string(),
  ruleSetId: z.number().int(),
  client: z.string(),
  server: z.string(),
  directed: z.boolean(),
  service: z.string(),
  state: z.enum(CONTACT_STATES),
  lastSeen: z.iso.datetime(),
  verdict: Verdict,
  list: z.string().nullable(),
  /** Line that decided, or that made it undetermined; null for the default. */
  line: z.number().int().nullable(),
  /** The answer of the server is what was judged so. */
  reply: z.boolean(),
  because: z.array(z.string()),
});
export type RelationshipVerdict = z.infer<typeof RelationshipVerdict>;
export const VerdictList = z.object({ total: z.number().int(), verdicts: z.array(RelationshipVerdict) });
export const RelationshipId = z.object({ id: z.string().regex(/^[1-9][0-9]{0,17}$/, 'is no relationship') });
