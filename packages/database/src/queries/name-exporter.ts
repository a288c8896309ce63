import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

/** Gives an exporter a name, another one, or none (null). False when there is no such exporter. */
export function nameExporter(db: Db, id: number, name: string | null, by: ChangeAuthor): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const exporter = await trx
      .selectFrom('exporter')
      .select([sql<string>`host(address)`.as('address'), 'name'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!exporter) return false;
    if (exporter.name === name) return true;
    await trx.updateTable('exporter').set({ name }).where('id', '=', id).execute();
    const subject = `exporter ${id} (${exporter.address})`;
    const change = { action: 'exporter.name', subject, before: exporter.name, after: name, reason: null };
    await appendAuditEntry(trx, by, change);
    return true;
  });
}
