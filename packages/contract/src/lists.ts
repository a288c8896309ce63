import { z } from 'zod';
import { Reason } from './provenance.ts';

export const ListKind = z.enum(['zones', 'hosts', 'tags', 'approvals']);
export type ListKind = z.infer<typeof ListKind>;

/** Longest text of a list, in octets of UTF-8. */
export const MAX_LIST_TEXT = 16 * 1024 * 1024;

const text = z.string().min(1, 'the file is empty');
const fileName = z.string().trim().min(1).max(255);

/** A list to be looked at: nothing is stored. */
export const ListPreviewDraft = z.object({ text });

/** What cannot be used, and where: `line` from 1; `column` null where it is the line as a whole. */
export const ListProblem = z.object({
  line: z.number().int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  message: z.string(),
});
export type ListProblem = z.infer<typeof ListProblem>;

/** What one line would change. */
export const ListedChange = z.object({
  line: z.number().int(),
  change: z.enum(['added', 'changed']),
  subject: z.string(),
  /** Columns that differ; `before` null where the thing is new. */
  columns: z.array(z.object({ column: z.string(), before: z.string().nullable(), after: z.string() })),
});
export type ListedChange = z.infer<typeof ListedChange>;

const count = z.number().int();

/** What taking over a list would do. It can be taken over when it has no problem. */
export const ListPreview = z.object({
  kind: ListKind,
  lines: count,
  /** Columns that are read, and those that are there but say nothing to a list of this kind. */
  columns: z.array(z.string()),
  unread: z.array(z.string()),
  added: count,
  changed: count,
  unchanged: count,
  /** Lines about hosts that were never seen: nothing is stored for them. At most a hundred are listed. */
  unseen: count,
  unseenLines: z.array(z.object({ line: z.number().int(), subject: z.string() })),
  /** The first five hundred. */
  changes: z.array(ListedChange),
  problems: z.array(ListProblem),
  problemsTotal: count,
  /** Names this very outcome: taking over is refused when it is another by then. */
  outcome: z.string(),
});
export type ListPreview = z.infer<typeof ListPreview>;

export const ListDraft = z.object({ text, fileName, reason: Reason, outcome: z.string() });

/** A list that was taken over. */
export const ListImport = z.object({
  id: z.number().int(),
  kind: ListKind,
  fileName: z.string(),
  digest: z.string(),
  reason: z.string(),
  author: z.string(),
  madeAt: z.iso.datetime(),
  added: count,
  changed: count,
  unchanged: count,
  /** Null: it was not taken back. `kept`: what was left as it is, because it was changed since. */
  undone: z
    .object({
      at: z.iso.datetime(),
      by: z.string(),
      reason: z.string(),
      kept: z.array(z.object({ subject: z.string(), why: z.string() })),
    })
    .nullable(),
});
export type ListImport = z.infer<typeof ListImport>;
export const ListImportList = z.object({ lists: z.array(ListImport) });

/** What a file is, by its beginning: where it can be imported. */
export const FileLookDraft = z.object({ fileName, head: z.string().max(100_000) });
export const FileLook = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), list: ListKind }),
  /** Rules of a control, by the name of their format. */
  z.object({ kind: z.literal('rules'), format: z.string() }),
  /** A capture, port scan or list of addresses, as far as can be told. */
  z.object({ kind: z.literal('upload') }),
]);
export type FileLook = z.infer<typeof FileLook>;
