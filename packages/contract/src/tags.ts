import { z } from 'zod';
import { Address } from './address.ts';
import { Evidence, HistoryQuery, Provenance, Reason } from './provenance.ts';
import { Statement } from './scope-facts.ts';

const SUBJECT_KINDS = ['asset', 'segment', 'zone', 'contact'] as const;
type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** What a tag may be about, by what it says; an asset where nothing else stands. */
const SUBJECTS: Partial<Record<z.infer<typeof Statement>['kind'], readonly SubjectKind[]>> = {
  'no-account-data': ['asset', 'segment', 'zone'],
  'cde-segment': ['segment', 'zone'],
  'out-of-scope-justified': ['asset', 'segment', 'zone'],
  unsegmented: ['segment', 'zone'],
  'contact-retired': ['contact'],
  'carries-account-data': ['contact'],
};

/** `asset`: an address; else the id of the facts, e.g. `zone-7`, `segment-3`, `contact-12`. */
export const TagSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('asset'), id: Address }),
  z.object({ kind: z.literal('segment'), id: z.string().regex(/^segment-[1-9][0-9]{0,9}$/, 'is written segment-3') }),
  z.object({ kind: z.literal('zone'), id: z.string().regex(/^zone-[1-9][0-9]{0,9}$/, 'is written zone-7') }),
  z.object({ kind: z.literal('contact'), id: z.string().regex(/^contact-[1-9][0-9]{0,17}$/, 'is written contact-12') }),
]);

/** A new statement of a person. Claims have endpoints of their own: of a host, and as a field of a zone. */
export const TagDraft = z
  .object({
    subject: TagSubject,
    statement: Statement,
    reason: Reason,
    evidence: Evidence,
    /** From then on it says nothing. */
    until: z.iso.datetime().nullable().default(null),
  })
  .superRefine(({ subject, statement }, context) => {
    if (statement.kind === 'claim') {
      const message = 'a claim is made of a host or a zone, not as a tag';
      context.addIssue({ code: 'custom', path: ['statement', 'kind'], message });
      return;
    }
    const allowed = SUBJECTS[statement.kind] ?? ['asset'];
    if (allowed.includes(subject.kind)) return;
    const message = `"${statement.kind}" is said of ${allowed.join(' or ')}, not of a ${subject.kind}`;
    context.addIssue({ code: 'custom', path: ['subject', 'kind'], message });
  });
export type TagDraft = z.input<typeof TagDraft>;

export const Tag = Provenance.extend({
  subject: z.object({ kind: z.enum(SUBJECT_KINDS), id: z.string() }),
  statement: Statement,
  evidence: z.string().nullable(),
  until: z.iso.datetime().nullable(),
});
export type Tag = z.infer<typeof Tag>;

export const TagList = z.object({ tags: z.array(Tag) });

export const TagQuery = HistoryQuery.extend({
  /** Only of this subject, by its id. */
  subject: z.string().max(200).optional(),
  /** Only statements of this kind. */
  kind: z.string().max(40).optional(),
});
