import type { ScopeClaim } from '@scopemap/scope-model';
import type { ColumnType, Generated } from 'kysely';

export interface HostTable {
  id: Generated<number>;
  address: string;
  first_seen: Date;
  last_seen: Date;
  /** Kept by the database: the zone of the longest prefix. */
  zone_id: ColumnType<number | null, never, never>;
}

export interface HostNameTable {
  host_id: number;
  source: 'person' | 'import' | 'sample';
  name: string;
}

export interface HostClaimTable {
  id: Generated<number>;
  host_id: number;
  claim: ScopeClaim;
  reason: string;
  author: string;
  made_at: Generated<Date>;
  closed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

/** Empty text: not known. */
export interface HostInventoryTable {
  host_id: number;
  type: Generated<string>;
  vendor: Generated<string>;
  product: Generated<string>;
  version: Generated<string>;
  purpose: Generated<string>;
  owner: Generated<string>;
  location: Generated<string>;
  environment: Generated<string>;
}
