import { z } from 'zod';
import { Reason } from './provenance.ts';
import { Id } from './request-parts.ts';

/** Who confirms decides how often: every twelve, six or three months (12.5.2, 12.5.2.1, A3.2.1). */
export const ENTITY_ROLES = ['merchant', 'service-provider', 'designated'] as const;

/** In the order in which they are given, by three different people of the entity. */
export const SIGNATURE_STEPS = ['prepared', 'reviewed', 'approved'] as const;

/** The seven elements of 12.5.2 by their numbers. */
export const ELEMENTS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Items of the definition of a significant change, of which four can be seen in traffic. */
export const SIGNIFICANT_CHANGES = [
  'new-system-in-cde',
  'account-data',
  'boundary',
  'supporting-infrastructure',
  'third-party',
] as const;

const Line = z.string().trim().min(1).max(2000);
const Statement = z.string().trim().max(10_000);
const Element = z.union(ELEMENTS.map((number) => z.literal(number)));

const Trigger = z.object({
  kind: z.enum(['periodic', 'change', 'organisational']),
  /** Id of the change or minutes; null for a periodic one. */
  reference: Line.nullable(),
});

/** What the snapshot answers to one element, and what it leaves open. */
export const ElementAnswer = z.object({
  element: Element,
  findings: z.array(
    z.object({
      text: z.string(),
      count: z.number().int(),
      /** Table of the pack that lists them, e.g. `T11`. */
      table: z.string(),
    }),
  ),
  /** What speaks against calling the element complete. */
  open: z.array(z.string()),
});
export type ElementAnswer = z.infer<typeof ElementAnswer>;

/** Seen in the traffic or the facts since the confirmation before; a person says whether it is significant. */
export const ChangeCandidate = z.object({
  /** The same for the same change, whoever looks. */
  key: z.string(),
  item: z.enum(SIGNIFICANT_CHANGES),
  text: z.string(),
  /** Ids of facts: `contact contact-12`. */
  facts: z.array(z.string()),
});
export type ChangeCandidate = z.infer<typeof ChangeCandidate>;

/** What a person of the entity says to one element. */
const ElementStatement = z.object({
  element: Element,
  result: z.enum(['complete', 'open', 'not-applicable']),
  statement: Statement,
  /** Documents, tickets, diagrams with their versions. */
  artefacts: z.array(Line).max(50),
  openItems: z.array(Line).max(200),
});

const ChangeDecision = z.object({
  key: z.string().max(500),
  significant: z.boolean(),
  reason: Line,
  ticket: Line.nullable(),
});

/** Everything that people of the entity write; each save is a version of its own. */
export const ConfirmationContent = z.object({
  elements: z.array(ElementStatement).max(ELEMENTS.length),
  decisions: z.array(ChangeDecision).max(10_000),
  /** Why the confirmation before fell due without being made, and when it was made up for. */
  missed: z.object({ because: Line, doneOn: z.iso.date() }).nullable(),
});
export type ConfirmationContent = z.infer<typeof ConfirmationContent>;

const Signature = z.object({
  step: z.enum(SIGNATURE_STEPS),
  /** Version that was signed; one that is not the latest no longer counts. */
  version: z.number().int(),
  author: z.string(),
  /** Position of the person in the entity. */
  title: z.string(),
  at: z.iso.datetime(),
});

/** A remark of the assessor, apart from what the entity signs. */
const Remark = z.object({
  kind: z.enum(['comment', 'validation']),
  /** Null: of the confirmation as a whole. */
  element: Element.nullable(),
  text: z.string(),
  author: z.string(),
  at: z.iso.datetime(),
});

/** A record of how scope was determined and by whom it was confirmed (12.5.2, T1). */
export const Confirmation = z.object({
  id: z.number().int(),
  snapshotId: z.uuid(),
  entity: z.string(),
  entityRole: z.enum(ENTITY_ROLES),
  /** Of PCI DSS. */
  standard: z.string(),
  trigger: Trigger,
  reason: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** The approved confirmation before it; null for the first. */
  previous: z
    .object({ id: z.number().int(), snapshotId: z.uuid(), approvedAt: z.iso.datetime(), due: z.iso.date() })
    .nullable(),
  answers: z.array(ElementAnswer),
  candidates: z.array(ChangeCandidate),
  version: z.number().int(),
  content: ConfirmationContent,
  versions: z.array(
    z.object({ version: z.number().int(), author: z.string(), at: z.iso.datetime(), reason: z.string() }),
  ),
  signatures: z.array(Signature),
  remarks: z.array(Remark),
  state: z.enum(['draft', ...SIGNATURE_STEPS]),
  /** Day by which the next one is due; null until approved. */
  nextDue: z.iso.date().nullable(),
  /** What stands in the way of a signature; empty when nothing does. */
  lacking: z.array(z.string()),
});
export type Confirmation = z.infer<typeof Confirmation>;

const ConfirmationList = z.object({ confirmations: z.array(Confirmation) });

const ConfirmationDraft = z.object({
  snapshotId: z.uuid(),
  entityRole: z.enum(ENTITY_ROLES),
  trigger: Trigger.refine(({ kind, reference }) => kind === 'periodic' || reference !== null, {
    path: ['reference'],
    message: 'name the change or the minutes',
  }),
  reason: Reason,
});

/** Record of the scope confirmation. What was said or signed is never changed: there are versions. */
export const confirmationEndpoints = {
  confirmations: { method: 'GET', path: '/api/confirmations', response: ConfirmationList },
  confirmation: { method: 'GET', path: '/api/confirmations/:id', params: Id, response: Confirmation },
  startConfirmation: {
    method: 'POST',
    path: '/api/confirmations',
    body: ConfirmationDraft,
    response: Confirmation,
  },
  writeConfirmation: {
    method: 'PUT',
    path: '/api/confirmations/:id/content',
    params: Id,
    body: z.object({
      /** That was read; refused when another was written meanwhile. */
      version: z.number().int().min(1),
      content: ConfirmationContent,
      reason: Reason,
    }),
    response: Confirmation,
  },
  signConfirmation: {
    method: 'POST',
    path: '/api/confirmations/:id/signatures',
    params: Id,
    body: z.object({
      step: z.enum(SIGNATURE_STEPS),
      version: z.number().int().min(1),
      title: z.string().trim().min(2, 'say in which position').max(200),
    }),
    response: Confirmation,
  },
  remarkOnConfirmation: {
    method: 'POST',
    path: '/api/confirmations/:id/remarks',
    params: Id,
    body: Remark.pick({ kind: true, element: true }).extend({ text: Line }),
    response: Confirmation,
  },
} as const;
