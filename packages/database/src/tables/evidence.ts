import type { ScopeCategory } from '@scopemap/scope-model';
import type { ColumnType, Generated } from 'kysely';

export interface SnapshotTable {
  id: string;
  taken_at: Date;
  taken_by: string;
  reason: string;
  entity: string;
  period_start: Date;
  period_end: Date;
  product_version: string;
  model_version: number;
  contacts: number;
  counts: ColumnType<Partial<Record<ScopeCategory, number>>, string, never>;
  facts_octets: ColumnType<string, number, never>;
  facts_sha256: string;
}

export interface SnapshotPartTable {
  snapshot_id: string;
  position: number;
  bytes: Buffer;
}

export interface EvidenceExportTable {
  id: string;
  snapshot_id: string;
  state: Generated<'queued' | 'running' | 'done' | 'failed' | 'cancelled'>;
  files_total: number | null;
  files_done: Generated<number>;
  octets: ColumnType<string | null, number | null, number>;
  sha256: string | null;
  error: string | null;
  with_comments: Generated<boolean>;
  redacted: Generated<boolean>;
  removed_at: Date | null;
  removed_by: string | null;
  author: string;
  created_at: Generated<Date>;
  finished_at: Date | null;
}
