import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** All rows of a view of schema `legacy`, as its columns are named. */
export async function legacyRows(db: Db, view: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(`legacy.${view}`)}`.execute(db);
  return rows;
}
