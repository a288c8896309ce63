import { sql } from 'kysely';
import type { Db, Trx } from '../../database.ts';
import { notify } from '../../notices.ts';
import type { KeptChange, ListChange, ListKind, ListValues } from '../../tables/list-import.ts';
import { appendAuditEntry, type ChangeAuthor } from '../audit.ts';
import { approvalList } from './approval-list.ts';
import { hostList } from './host-list.ts';
import type { ListEntry, StoredList } from './list-kind.ts';
import { tagList } from './tag-list.ts';
import { zoneList } from './zone-list.ts';

const LISTS: Readonly<Record<ListKind, StoredList>> = {
  zones: zoneList,
  hosts: hostList,
  tags: tagList,
  approvals: approvalList,
};

/** A list as it was taken over. */
export interface NewListImport {
  readonly kind: ListKind;
  readonly fileName: string;
  /** SHA-256 of the text. */
  readonly digest: string;
  /** Lines that said what holds anyway. */
  readonly unchanged: number;
  readonly changes: readonly ListChange[];
}

export interface ListImportRow {
  readonly id: number;
  readonly kind: ListKind;
  readonly fileName: string;
  readonly digest: string;
  readonly reason: string;
  readonly author: string;
  readonly madeAt: Date;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoReason: string | null;
  readonly kept: readonly KeptChange[] | null;
}

type By = ChangeAuthor & { readonly reason: string };

/** Everything of a kind that holds now, as lines of a list, of one moment. */
export function readList(db: Db, kind: ListKind): Promise<ListEntry[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((trx) => LISTS[kind].read(trx));
}

const same = (one: ListValues | null | undefined, other: ListValues | null | undefined) =>
  Object.keys({ ...one, ...other }).every((column) => (one?.[column] ?? '') === (other?.[column] ?? ''));

async function current(trx: Trx, kind: ListKind): Promise<Map<string, ListValues>> {
  return new Map((await LISTS[kind].read(trx)).map(({ key, values }) => [key, values]));
}

/** One list after the other, so that what a list was compared with is what it changes. */
async function lockLists(trx: Trx): Promise<void> {
  await sql`lock table list_import in share row exclusive mode`.execute(trx);
}

/**
 * Makes the changes of a list in one transaction. `moved`: what the list was compared with is not what holds by now, so that
 * nothing was changed; the subject is the first that differs.
 */
export function applyList(
  db: Db,
  list: NewListImport,
  by: By,
): Promise<{ readonly id: number } | { readonly moved: string }> {
  return db.transaction().execute(async (trx) => {
    await lockLists(trx);
    const stored = await current(trx, list.kind);
    const moved = list.changes.find(({ key, before }) => !same(stored.get(key), before));
    if (moved) return { moved: moved.subject };
    await LISTS[list.kind].write(trx, list.changes, by);
    const { id } = await trx
      .insertInto('list_import')
      .values({
        kind: list.kind,
        file_name: list.fileName,
        digest: list.digest,
        reason: by.reason,
        author: by.author,
        unchanged: list.unchanged,
        changes: JSON.stringify(list.changes),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const after = { kind: list.kind, fileName: list.fileName, digest: list.digest, changes: list.changes.length };
    const entry = { action: 'list.import', subject: `list ${id} (${list.fileName})`, before: null, after };
    await appendAuditEntry(trx, by, { ...entry, reason: by.reason });
    await notify(trx, { kind: 'zones' });
    return { id };
  });
}

/**
 * Takes back what a list changed, in one transaction. What was changed again since is left as it is and named. `missing`: there is
 * no such list; `undone`: it was taken back before.
 */
export function undoList(
  db: Db,
  id: number,
  by: By,
): Promise<{ readonly kept: readonly KeptChange[] } | { readonly refused: 'missing' | 'undone' }> {
  return db.transaction().execute(async (trx) => {
    await lockLists(trx);
    const list = await trx.selectFrom('list_import').selectAll().where('id', '=', id).executeTakeFirst();
    if (!list) return { refused: 'missing' };
    if (list.undone_at) return { refused: 'undone' };
    const stored = await current(trx, list.kind);
    const standing = list.changes.filter(({ key, after }) => same(stored.get(key), after));
    const back = standing.map(({ before, after, ...rest }): ListChange => ({ ...rest, before: after, after: before }));
    const kept = [
      ...list.changes
        .filter((change) => !standing.includes(change))
        .map(({ subject }) => ({ subject, why: 'it was changed since' })),
      ...(await LISTS[list.kind].write(trx, back, by)),
    ];
    await trx
      .updateTable('list_import')
      .set({ undone_at: new Date(), undone_by: by.author, undo_reason: by.reason, kept: JSON.stringify(kept) })
      .where('id', '=', id)
      .execute();
    const after = { changes: back.length, kept };
    const entry = { action: 'list.undo', subject: `list ${id} (${list.file_name})`, before: null, after };
    await appendAuditEntry(trx, by, { ...entry, reason: by.reason });
    await notify(trx, { kind: 'zones' });
    return { kept };
  });
}

/** The lists that were taken over, the newest first. */
export async function listListImports(db: Db, limit = 100): Promise<ListImportRow[]> {
  const { rows } = await sql<ListImportRow>`
    select id, kind, file_name as "fileName", digest, reason, author, made_at as "madeAt", unchanged,
      (select count(*)::int from jsonb_array_elements(changes) c where c -> 'before' = 'null') as added,
      (select count(*)::int from jsonb_array_elements(changes) c where c -> 'before' <> 'null') as changed,
      undone_at as "undoneAt", undone_by as "undoneBy", undo_reason as "undoReason", kept
    from list_import order by id desc limit ${limit}`.execute(db);
  return rows;
}
