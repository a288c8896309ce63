import type { ColumnType } from 'kysely';

/** One entry of the audit chain. The database refuses to change or remove it. */
export interface AuditEntryTable {
  /** 1, 2, 3 … without gaps. */
  id: ColumnType<string, number, never>;
  at: ColumnType<Date, Date, never>;
  actor: string;
  origin: string;
  action: string;
  subject: string;
  before: ColumnType<unknown, string | null, never>;
  after: ColumnType<unknown, string | null, never>;
  reason: string | null;
  previous_hash: string;
  hash: string;
}
