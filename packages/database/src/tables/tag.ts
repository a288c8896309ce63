import type { TagStatement, TagSubject } from '@scopemap/scope-model';
import type { ColumnType } from 'kysely';
import type { VersionedColumns } from './versioned.ts';

export interface TagTable extends VersionedColumns {
  subject_kind: TagSubject['kind'];
  subject_id: string;
  statement: ColumnType<TagStatement, string, never>;
  evidence: string | null;
  valid_until: Date | null;
}
