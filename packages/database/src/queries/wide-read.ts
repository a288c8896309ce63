import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../database.ts';

/**
 * Runs reads that touch every relationship on one snapshot, with room to join in memory (the server's default spills to disk
 * from some ten thousand rows on) and without compiling the plan, which takes longer than these reads do. Without nested loops,
 * too: what is joined are common table expressions, of whose size the planner knows nothing, and it takes them for small.
 */
export function wideRead<Result>(db: Db, read: (trx: Trx) => Promise<Result>): Promise<Result> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true)`.execute(
        trx,
      );
      return read(trx);
    });
}

/** {@link wideRead} of a query of any length: its rows come in batches, each after `take` is done with the one before. */
export function readCursor<Row>(
  db: Db,
  query: RawBuilder<unknown>,
  batch: number,
  take: (rows: Row[]) => Promise<void>,
): Promise<void> {
  return wideRead(db, async (trx) => {
    // The whole is wanted, not the first rows soon, and so it is planned.
    await sql`select set_config('cursor_tuple_fraction', '1', true)`.execute(trx);
    await sql`declare batches no scroll cursor for ${query}`.execute(trx);
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(batch)} from batches`.execute(trx);
      if (rows.length > 0) await take(rows);
      if (rows.length < batch) return;
    }
  });
}
