import type { ColumnType, Generated } from 'kysely';

export interface RuleVerdictTable {
  control_id: number;
  relationship_id: ColumnType<string, string | number, never>;
  rule_set_id: number;
  verdict: 'allowed' | 'denied' | 'undetermined' | 'no-list';
  list: string | null;
  line: number | null;
  position: number | null;
  reply: Generated<boolean>;
  icmp_type: number | null;
  because: Generated<string[]>;
  decided: Generated<number[]>;
  possible: Generated<number[]>;
}

export interface RuleJudgementTable {
  control_id: number;
  rule_set_id: number;
  basis: string;
  last_relationship: ColumnType<string, string | number, string | number>;
  judged_at: Generated<Date>;
}
