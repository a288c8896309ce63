import { sql } from 'kysely';
import type { Db } from '../database.ts';

/**
 * Forgets windows of live traffic that were applied before `before`: nobody applies them again. Windows of imports are kept, since
 * the same file may come again at any time. Returns how many were forgotten.
 */
export async function forgetLiveWindows(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('applied_window')
    .where('applied_at', '<', before)
    .where(sql<boolean>`starts_with(id, 'live-')`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
