import { SCOPE_CATEGORIES, type ScopeChange as ScopeChangeValue } from '@scopemap/scope-model';
import { z } from 'zod';
import { Prefix } from './address.ts';
import { Place, Statement } from './scope-facts.ts';
import { NamedFact } from './scope-runs.ts';

const Category = z.enum(SCOPE_CATEGORIES);
const FactId = z.string().min(1).max(200);
const Counts = z.partialRecord(Category, z.number().int());

/** One thing that might be done; ids are those of the facts. */
export const ScopeChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('remove-rule'), rule: FactId }),
  z.strictObject({ kind: z.literal('cut-contact'), contact: FactId }),
  z.strictObject({ kind: z.literal('move-asset'), asset: FactId, to: Place }),
  z.strictObject({ kind: z.literal('move-prefix'), prefix: Prefix, to: Place }),
  z.strictObject({
    kind: z.literal('add-tag'),
    subject: z.strictObject({ kind: z.enum(['asset', 'segment', 'zone', 'contact']), id: FactId }),
    statement: Statement,
  }),
  z.strictObject({ kind: z.literal('withdraw-tag'), tag: FactId }),
  z.strictObject({ kind: z.literal('pass-test'), from: Place, to: Place }),
]) satisfies z.ZodType<ScopeChangeValue>;

/** What is to be tried, in this order. Nothing is stored. */
export const WhatIfDraft = z.object({ changes: z.array(ScopeChange).min(1, 'names no change').max(1000) });

export const ScopeMove = z.object({
  system: NamedFact,
  from: Category,
  to: Category,
  /** The reason that decides, now and then. */
  before: z.string(),
  after: z.string(),
  /** Changed facts that the reasons name. */
  because: z.array(NamedFact.extend({ change: z.enum(['added', 'removed', 'changed']) })),
});

/** What would follow. */
export const WhatIfResult = z.object({
  /** Systems by category, now and then. */
  before: Counts,
  after: Counts,
  /** In the order of ids; at most a thousand of `total`. */
  moved: z.array(ScopeMove),
  total: z.number().int(),
});
export type WhatIfResult = z.infer<typeof WhatIfResult>;

const PlannedCut = NamedFact.extend({
  kind: z.enum(['rule', 'contact']),
  /** Latest flow that it lets through; null: none was seen. */
  lastSeen: z.iso.datetime().nullable(),
  flows: z.number(),
});
const Standing = z.object({
  /** Systems that are in scope for what they reach or are reached by. */
  byConnection: z.number().int(),
  inScope: z.number().int(),
});

/** Which contacts and rules to end, in which order, so that the most systems leave the connected-to set. */
export const ScopePlan = z.object({
  now: Standing,
  steps: z.array(
    z.object({
      decisions: z.array(PlannedCut),
      /** Contacts that end with the removed rules. */
      endedContacts: z.number().int(),
      /** This step alone, as a what-if takes it. */
      changes: z.array(ScopeChange),
      leavesConnected: z.array(NamedFact),
      leavesScope: z.array(NamedFact),
      /** Would leave scope, too, once the tests of all changed controls were made again and passed. */
      leavesScopeOnceTested: z.array(NamedFact),
      after: Standing,
    }),
  ),
  /** In scope by connection, and no removal of rules or contacts takes them out. */
  stuck: z.array(NamedFact),
});
export type ScopePlan = z.infer<typeof ScopePlan>;

export const ScopePlanQuery = z.object({
  steps: z.coerce.number().int().min(1).max(20).default(5),
  /** Sets of cuts that are tried out for each step. */
  tries: z.coerce.number().int().min(1).max(50).default(8),
});
