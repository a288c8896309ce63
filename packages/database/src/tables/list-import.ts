import type { ColumnType, Generated } from 'kysely';

export const LIST_KINDS = ['zones', 'hosts', 'tags', 'approvals'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** Columns of one line of a list, as written in the file; an empty text is an empty cell. */
export type ListValues = Readonly<Record<string, string>>;

/** What one line changes. `before` null: it adds something; `after` null: it takes it away. */
export interface ListChange {
  /** Names the thing within its kind, whatever people call it. */
  readonly key: string;
  /** What people call it. */
  readonly subject: string;
  readonly before: ListValues | null;
  readonly after: ListValues | null;
}

/** Something that an undo left as it is, and why. */
export interface KeptChange {
  readonly subject: string;
  readonly why: string;
}

export interface ListImportTable {
  id: Generated<number>;
  kind: ListKind;
  file_name: string;
  digest: string;
  reason: string;
  author: string;
  made_at: Generated<Date>;
  unchanged: number;
  changes: ColumnType<ListChange[], string, never>;
  undone_at: ColumnType<Date | null, never, Date>;
  undone_by: ColumnType<string | null, never, string>;
  undo_reason: ColumnType<string | null, never, string>;
  kept: ColumnType<KeptChange[] | null, never, string>;
}
