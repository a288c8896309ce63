import type { ScopeClaim } from '@scopemap/scope-model';
import type { ColumnType, Generated } from 'kysely';

export interface ZoneTable {
  id: Generated<number>;
  name: string;
  claim: ScopeClaim;
  description: Generated<string>;
  created_at: Generated<Date>;
}

export interface ZonePrefixTable {
  prefix: string;
  zone_id: number;
}

export interface ApprovalTable {
  id: Generated<number>;
  source_zone_id: number;
  target_zone_id: number;
  protocol: number;
  port: number;
  business_need: string;
  approved_by: string;
  approved_at: Generated<Date>;
  expires_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Who answers for the service; empty where nobody was named. */
  owner: Generated<string>;
}
