import type { ColumnType, Generated } from 'kysely';

export interface MapLayoutTable {
  id: Generated<boolean>;
  revision: number;
  layout: ColumnType<unknown, string, string>;
  stored_at: Generated<Date>;
}
