import type { RuleSetSummary } from '@scopemap/contract';
import type { VersionedRow } from '@scopemap/database';
import { presentProvenance } from '../versioned-records.ts';

/** A version of a control's rules; `rules` is how many it has. */
export function presentRuleSet(row: VersionedRow<'rule_set'>, rules: number): RuleSetSummary {
  const { version, format, digest, model, unread } = row;
  const lists = 'lists' in model && Array.isArray(model.lists) ? (model.lists as { name: string }[]) : [];
  return {
    ...presentProvenance(row),
    version,
    format,
    fileName: row.file_name,
    digest,
    takenAt: row.taken_at.toISOString(),
    lists: lists.map(({ name }) => name),
    rules,
    unread: unread.length,
  };
}
