import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Db, migrate } from '@scopemap/database';
import { type PostgresConnection, startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import pg from 'pg';

export interface BenchServer {
  readonly db: Db;
  readonly connection: PostgresConnection;
  /** For what the product does not ask: sizes, and COPY without the product. */
  readonly client: pg.Client;
  stop(): Promise<void>;
}

/** A durable Postgres of our own in a folder that goes with it, migrated. */
export async function startServer(): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), 'scopemap-store-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const db = connect(postgres.connection, { max: 16 });
  await migrate(db);
  const client = new pg.Client(postgres.connection);
  await client.connect();
  return {
    db,
    connection: postgres.connection,
    client,
    async stop() {
      await client.end();
      await db.destroy();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Octets per row of a table and of each of its indexes. */
export async function octetsPerRow(
  client: pg.Client,
  table: string,
): Promise<{ readonly table: string; readonly part: string; readonly octets: number }[]> {
  const { rows } = await client.query<{ part: string; octets: number }>(
    `select part, size::float8 / (select count(*) from ${table}) as octets
     from (
       select 'rows' as part, pg_table_size($1::regclass) as size
       union all
       select indexrelid::regclass::text || case when indisprimary then ' (primary key)' else '' end, pg_relation_size(indexrelid)
       from pg_index where indrelid = $1::regclass
     ) sizes order by 1 desc`,
    [table],
  );
  return rows.map((row) => ({ table, ...row }));
}
