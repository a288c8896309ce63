import type { ColumnType, Generated } from 'kysely';

export const IMPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export type ImportState = (typeof IMPORT_STATES)[number];

export interface ImportJobTable {
  id: string;
  kind: string;
  file_name: string;
  state: ImportState;
  octets_total: ColumnType<string | null, number | null, number | null>;
  octets_done: ColumnType<string, number | undefined, number>;
  report: ColumnType<object | null, string | null | undefined, string | null>;
  error: ColumnType<string | null, string | null, string | null>;
  created_at: Generated<Date>;
  finished_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}
