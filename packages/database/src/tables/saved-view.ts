import type { ColumnType, Generated } from 'kysely';

export interface SavedViewTable {
  id: string;
  name: string;
  path: string;
  search: string;
  shared: boolean;
  author: string;
  made_at: Generated<Date>;
  ended_at: ColumnType<Date | null, never, Date>;
}
