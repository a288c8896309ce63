import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

export interface SavedViewRow {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly search: string;
  readonly shared: boolean;
  readonly author: string;
  readonly madeAt: Date;
}

const COLUMNS = ['id', 'name', 'path', 'search', 'shared', 'author', 'made_at as madeAt'] as const;

/** Views that everybody sees and those that `author` saved, by name. */
export function listSavedViews(db: Db, author: string): Promise<SavedViewRow[]> {
  return db
    .selectFrom('saved_view')
    .select(COLUMNS)
    .where('ended_at', 'is', null)
    .where((where) => where.or([where('shared', '=', true), where('author', '=', author)]))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
}

/** Null: the author has a view of this name already. */
export function saveView(
  db: Db,
  view: Omit<SavedViewRow, 'author' | 'madeAt'>,
  by: ChangeAuthor,
): Promise<SavedViewRow | null> {
  return db.transaction().execute(async (trx) => {
    const { id, name, path, search, shared } = view;
    const row = await trx
      .insertInto('saved_view')
      .values({ id, name, path, search, shared, author: by.author })
      .onConflict((conflict) => conflict.doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    if (!row) return null;
    const after = { name, path, search, shared };
    await appendAuditEntry(trx, by, {
      action: 'view.save',
      subject: `view ${name}`,
      before: null,
      after,
      reason: null,
    });
    return row;
  });
}

/** Takes a view out of the lists. `others`: also one that somebody else saved. False: there is none that the caller may end. */
export function endSavedView(
  db: Db,
  id: string,
  { others }: { readonly others: boolean },
  by: ChangeAuthor,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('saved_view')
      .set({ ended_at: new Date() })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .$if(!others, (query) => query.where('author', '=', by.author))
      .returning(['name', 'path', 'search', 'shared'])
      .executeTakeFirst();
    if (!row) return false;
    const subject = `view ${row.name}`;
    await appendAuditEntry(trx, by, { action: 'view.end', subject, before: row, after: null, reason: null });
    return true;
  });
}
