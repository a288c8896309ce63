import type { ScopeCategory } from '@scopemap/scope-model';
import type { ColumnType, Generated } from 'kysely';

export interface ScopeRunTable {
  id: Generated<number>;
  facts_at: Date;
  made_at: Generated<Date>;
  checked_at: Generated<Date>;
  model_version: string;
  facts_hash: string;
  result_hash: string;
  duration_ms: number;
  counts: ColumnType<Partial<Record<ScopeCategory, number>>, string, never>;
  contacts: number;
  moved: Generated<number>;
}

export interface HostCategoryTable {
  host_id: number;
  category: ScopeCategory;
  conflict: boolean;
  system: string;
  since_run_id: number;
}

export interface CategoryChangeTable {
  id: Generated<string>;
  host_id: number;
  run_id: number;
  before: ScopeCategory;
  after: ScopeCategory;
  reason: string;
}

export interface PlaceCategoryTable {
  key: string;
  category: ScopeCategory;
}
