import { z } from 'zod';
import { Category, MissingFact, ScopeReason } from './category.ts';
import { RelationshipRow, RelationshipSide } from './relationships.ts';
import { NamedFact } from './scope-runs.ts';

/** How well the boundary between two ends is watched; null: both stand in one zone, or it is not a boundary of the CDE. */
const StepCoverage = z
  .object({ grade: z.enum(['full', 'partial', 'sampled', 'none']), shortfalls: z.array(z.string()) })
  .nullable();

/** `contact`: traffic that was seen, from the system towards the CDE. `ground`: what else was decided of a system, and by what. */
export const PathStep = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('contact'),
    near: RelationshipSide,
    far: RelationshipSide,
    relationship: RelationshipRow,
    /** Other contacts of the near end that would do as well. */
    others: z.number().int(),
    coverage: StepCoverage,
  }),
  z.object({
    kind: z.literal('ground'),
    system: NamedFact,
    category: Category,
    reason: ScopeReason,
  }),
]);
export type PathStep = z.infer<typeof PathStep>;

export const ISOLATION_TESTS = ['no-contact', 'denied', 'tested', 'justified'] as const;

/** One of the four tests that a system has to pass before it is called out of scope. */
export const IsolationTest = z.object({
  test: z.enum(ISOLATION_TESTS),
  passed: z.boolean(),
  /** What shows it. */
  proofs: z.array(NamedFact),
  /** What lacks; empty when passed. */
  missing: z.array(MissingFact),
});
export type IsolationTest = z.infer<typeof IsolationTest>;

/**
 * Why a host is in scope, step by step from it to account data; or, of one that is out of scope or undetermined, what became of
 * each of the four tests.
 */
export const ScopePath = z.object({
  hostId: z.number().int(),
  category: Category,
  inScope: z.boolean(),
  /** Of the reason that decides; null: it is not classified yet, or its classification is being worked out again. */
  rule: z.string().nullable(),
  /** Contacts between it and the CDE on this way. */
  hops: z.number().int(),
  steps: z.array(PathStep),
  /** Empty when it is in scope for what is known, or external. */
  tests: z.array(IsolationTest),
  /** What else lacks before anything more can be said. */
  missing: z.array(MissingFact),
});
export type ScopePath = z.infer<typeof ScopePath>;
