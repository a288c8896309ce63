import { detectRuleFormat } from '@scopemap/acl-formats';
import type { FileLook } from '@scopemap/contract';
import { headColumns } from '../lists/csv-table.ts';
import { listKindOf } from '../lists/list-kind-of.ts';

/** Where a file with this beginning can be imported. What nothing tells is uploaded: the import then says what is wrong with it. */
export function lookAtFile(head: string): FileLook {
  if (head.includes('\0')) return { kind: 'upload' };
  const list = listKindOf(headColumns(head));
  if (list) return { kind: 'list', list };
  const format = detectRuleFormat(head);
  return format ? { kind: 'rules', format } : { kind: 'upload' };
}
