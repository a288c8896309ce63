import { createHash } from 'node:crypto';
import type { ListKind, ListPreview, ListProblem } from '@scopemap/contract';
import type { ListChange, ListEntry, ListValues } from '@scopemap/database';
import type { CsvTable } from './csv-table.ts';
import { type LineReader, type ReadLine, readLines } from './list-lines.ts';

const MOST_CHANGES = 500;
const MOST_PROBLEMS = 200;
const MOST_UNSEEN = 100;

/** What taking over a list would do. */
export interface ListPlan {
  readonly changes: readonly (ListChange & { readonly line: number })[];
  readonly unchanged: number;
  readonly unseen: readonly ReadLine[];
  readonly problems: readonly ListProblem[];
}

/** What a new thing has by its line; a problem for each column that has to be given. */
function newValues(reader: LineReader, { line, given, subject }: ReadLine, problems: ListProblem[]): ListValues {
  const values: Record<string, string> = {};
  for (const column of reader.columns) {
    const value = given[column] ?? reader.defaults[column];
    if (value === undefined) problems.push({ line, column, value: '', message: `is needed, since ${subject} is new` });
    else values[column] = value;
  }
  return values;
}

const differ = (one: ListValues, other: ListValues) =>
  Object.keys(other).filter((column) => (one[column] ?? '') !== (other[column] ?? ''));

/** Compares the lines of a file with what holds now. An empty cell, and what no line names, stays as it is. */
export function planList(reader: LineReader, table: CsvTable, stored: readonly ListEntry[]): ListPlan {
  const read = readLines(reader, table.lines);
  const problems = [...table.problems, ...read.problems];
  const now = new Map(stored.map((entry) => [entry.key, entry]));
  const outcome = new Map(stored.map(({ key, values }) => [key, values]));
  const changes: (ListChange & { line: number })[] = [];
  const unseen: ReadLine[] = [];
  let unchanged = 0;
  for (const one of read.lines) {
    const { line, key, given } = one;
    const known = now.get(key);
    if (!known && reader.addsNone) {
      unseen.push(one);
      continue;
    }
    const before = known?.values ?? null;
    const after = before ? { ...before, ...given } : newValues(reader, one, problems);
    outcome.set(key, after);
    if (before && differ(before, after).length === 0) unchanged += 1;
    else changes.push({ line, key, subject: known?.subject ?? one.subject, before, after });
  }
  problems.push(...(reader.check?.(outcome, read.lines) ?? []));
  return { changes, unchanged, unseen, problems: problems.sort((a, b) => a.line - b.line) };
}

/** Gives tags and claims of hosts without a reason of their own the one of the list. */
export function withReason(kind: ListKind, changes: readonly ListChange[], reason: string): ListChange[] {
  return changes.map(({ key, subject, before, after }) => {
    const change = { key, subject, before, after };
    if (after === null) return change;
    if (kind === 'tags' && !after.reason) return { ...change, after: { ...after, reason } };
    const claimed = kind === 'hosts' && (after.claim ?? '') !== (before?.claim ?? '');
    const given = (after.claim_reason ?? '') !== (before?.claim_reason ?? '');
    return claimed && !given ? { ...change, after: { ...after, claim_reason: reason } } : change;
  });
}

/** The plan for people. `outcome` stands for all of it, also for what is not listed. */
export function presentPlan(kind: ListKind, reader: LineReader, table: CsvTable, plan: ListPlan): ListPreview {
  const { changes, problems, unseen, unchanged } = plan;
  const added = changes.filter(({ before }) => before === null).length;
  const content = changes.map(({ key, before, after }) => [key, before, after]);
  return {
    kind,
    lines: table.lines.length,
    columns: table.columns.filter((column) => reader.columns.includes(column)),
    unread: table.columns.filter((column) => !reader.columns.includes(column)),
    added,
    changed: changes.length - added,
    unchanged,
    unseen: unseen.length,
    unseenLines: unseen.slice(0, MOST_UNSEEN).map(({ line, subject }) => ({ line, subject })),
    changes: changes.slice(0, MOST_CHANGES).map(({ line, subject, before, after }) => ({
      line,
      subject,
      change: before === null ? 'added' : 'changed',
      columns: differ(before ?? {}, after ?? {}).map((column) => ({
        column,
        before: before === null ? null : (before[column] ?? ''),
        after: after?.[column] ?? '',
      })),
    })),
    problems: problems.slice(0, MOST_PROBLEMS),
    problemsTotal: problems.length,
    outcome: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
  };
}
