import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

/** The layout of the map as it was stored; revision 0: none is. */
export async function loadMapLayout(db: Db): Promise<{ revision: number; layout: unknown }> {
  const row = await db.selectFrom('map_layout').select(['revision', 'layout']).executeTakeFirst();
  return row ?? { revision: 0, layout: null };
}

/**
 * Stores a layout that goes on from `revision`. Null: another one was stored meanwhile, and stands. Arranging everything anew is
 * written into the audit; that something was added is not.
 */
export function storeMapLayout(
  db: Db,
  { revision, layout, rearranged }: { revision: number; layout: object; rearranged: boolean },
  by: ChangeAuthor,
): Promise<number | null> {
  const text = JSON.stringify(layout);
  return db.transaction().execute(async (trx) => {
    const next = revision + 1;
    const stored =
      revision === 0
        ? await trx
            .insertInto('map_layout')
            .values({ revision: next, layout: text })
            .onConflict((conflict) => conflict.doNothing())
            .returning('revision')
            .executeTakeFirst()
        : await trx
            .updateTable('map_layout')
            .set({ revision: next, layout: text, stored_at: sql<Date>`now()` })
            .where('revision', '=', revision)
            .returning('revision')
            .executeTakeFirst();
    if (!stored) return null;
    if (rearranged) {
      const change = { action: 'map.rearrange', subject: 'the map', before: { revision }, after: { revision: next } };
      await appendAuditEntry(trx, by, { ...change, reason: null });
    }
    return next;
  });
}
