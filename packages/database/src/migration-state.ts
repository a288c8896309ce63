import { sql } from 'kysely';
import type { Db } from './database.ts';
import { migrations } from './migrations/index.ts';

/** How the schema of a database stands to this version of the product. */
export interface MigrationState {
  /** Not applied yet, in order. */
  readonly pending: readonly string[];
  /** Applied by a newer version. */
  readonly unknown: readonly string[];
}

/** Reads only; a database without any table has everything pending. */
export async function migrationState(db: Db): Promise<MigrationState> {
  const { rows: found } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(db);
  const applied = new Set<string>();
  if (found[0]?.there) {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    for (const { name } of rows) applied.add(name);
  }
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !applied.has(name)),
    unknown: [...applied].filter((name) => !known.includes(name)),
  };
}

/** What the server says of itself. */
export interface ServerState {
  /** E.g. `18.4`. */
  readonly version: string;
  /** Its clock. */
  readonly now: Date;
  /** Octets that the database takes up. */
  readonly octets: number;
}

export async function serverState(db: Db): Promise<ServerState> {
  const { rows } = await sql<ServerState>`
    select current_setting('server_version') as version, clock_timestamp() as now,
      pg_database_size(current_database())::float8 as octets`.execute(db);
  return rows[0] as ServerState;
}
