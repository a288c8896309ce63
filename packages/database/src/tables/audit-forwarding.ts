import type { ColumnType } from 'kysely';

export interface AuditForwardingTable {
  target: string;
  last_id: ColumnType<string, number, number>;
}
