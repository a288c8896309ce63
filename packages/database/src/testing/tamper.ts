import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** Runs a statement as somebody could who owns the server: nothing is refused, no trigger sees it. */
export async function tamper(db: Db, statement: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql.raw(statement).execute(trx);
  });
}
