import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** Which of these windows were applied before. */
export async function findAppliedWindows(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select id from applied_window where id = any(${ids}::text[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Forgets windows of live traffic that were applied before `before`: nobody applies them again, as a collector looks up what its
 * spool holds before it forgets anything. Windows of imports are kept, since the same file may come again at any time. Streams of
 * export messages not heard since go as well. Returns how many windows were forgotten.
 */
export async function forgetLiveWindows(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('applied_window')
    .where('applied_at', '<', before)
    .where(sql<boolean>`starts_with(id, 'live-')`)
    .executeTakeFirst();
  await sql`delete from exporter_sequence where heard_at < ${before}`.execute(db);
  return Number(numDeletedRows);
}
