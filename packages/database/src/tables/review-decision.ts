import type { VersionedColumns } from './versioned.ts';

export interface ReviewDecisionTable extends VersionedColumns {
  /** `bundle:…` of the map or `item:…` of the classification. */
  entry: string;
  title: string;
  decision: 'snooze' | 'reject' | 'assign';
  until: Date | null;
  assignee: string | null;
}
