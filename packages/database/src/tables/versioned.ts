import type { ColumnType, Generated } from 'kysely';

/** Who wrote a row, when and why, and who ended it. The database lets a row end once and refuses every other change. */
export interface VersionedColumns {
  id: Generated<number>;
  author: string;
  reason: string;
  made_at: Generated<Date>;
  /** Null: it holds. */
  ended_at: ColumnType<Date | null, Date | null | undefined, Date>;
  ended_by: ColumnType<string | null, string | null | undefined, string>;
  end_reason: ColumnType<string | null, string | null | undefined, string>;
}
