import type { Db } from '../database.ts';
import type { AuditEntryRow } from './audit.ts';

/** Entries that are sent at a time. */
const AT_ONCE = 500;

/**
 * Hands the next entries of the audit chain for `target` to `send`, oldest first, and notes that they were sent when it resolves. Of
 * several processes one does it. Returns how many there were. Entries go again when the process ends in between: at least once, in
 * order. The first call for a target begins with the first entry.
 */
export function forwardAudit(
  db: Db,
  target: string,
  send: (entries: readonly AuditEntryRow[]) => Promise<void>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('audit_forwarding')
      .values({ target, last_id: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const position = await trx
      .selectFrom('audit_forwarding')
      .select('last_id')
      .where('target', '=', target)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!position) return 0;
    const rows = await trx
      .selectFrom('audit_entry')
      .select(['id', 'at', 'actor as author', 'origin', 'action', 'subject', 'before', 'after', 'reason', 'hash'])
      .where('id', '>', position.last_id)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    if (rows.length === 0) return 0;
    const entries = rows.map((row) => ({ ...row, id: Number(row.id) }));
    await send(entries);
    const last = entries.at(-1) as AuditEntryRow;
    await trx.updateTable('audit_forwarding').set({ last_id: last.id }).where('target', '=', target).execute();
    return entries.length;
  });
}

/** Hands all entries to `take`, oldest first, page by page. */
export async function readAuditEntries(
  db: Db,
  take: (entries: readonly AuditEntryRow[]) => Promise<void>,
): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('audit_entry')
      .select(['id', 'at', 'actor as author', 'origin', 'action', 'subject', 'before', 'after', 'reason', 'hash'])
      .where('id', '>', String(after))
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    if (rows.length === 0) return;
    const entries = rows.map((row) => ({ ...row, id: Number(row.id) }));
    await take(entries);
    after = (entries.at(-1) as AuditEntryRow).id;
  }
}
