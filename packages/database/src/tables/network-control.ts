import type { ColumnType } from 'kysely';
import type { VersionedColumns } from './versioned.ts';

export interface NetworkControlTable extends VersionedColumns {
  name: string;
  address: string | null;
  description: string | null;
  changed_at: Date | null;
}

export interface ControlBoundaryTable extends VersionedColumns {
  control_id: number;
  place: string;
  other_place: string;
}

/** A line of a rule file that was not understood. */
export interface UnreadRuleLine {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

export interface RuleSetTable extends VersionedColumns {
  control_id: number;
  version: number;
  format: string;
  file_name: string;
  digest: string;
  taken_at: Date;
  model: ColumnType<object, string, never>;
  unread: ColumnType<UnreadRuleLine[], string, never>;
}

export interface RuleTable {
  rule_set_id: number;
  position: number;
  chain: string;
  line: number;
  text: string;
  model: ColumnType<object, string, never>;
}

export interface RuleBindingTable extends VersionedColumns {
  control_id: number;
  list: string;
  source_place: string;
  target_place: string;
}
