import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type DatabaseServer, type Db, migrate } from '@scopemap/database';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import pg from 'pg';
import { cpuSeconds, processTree } from '../collect/process-usage.ts';

export interface BenchServer {
  readonly db: Db;
  /** For connections of threads. */
  readonly connection: DatabaseServer;
  /** For what the product does not ask: sizes, and COPY without the product. */
  readonly client: pg.Client;
  /** Seconds of CPU time so far, of the server and of this process: what a clock says depends on who else is busy. Linux only. */
  cpu(): { readonly server: number; readonly own: number };
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
    cpu() {
      const { user, system } = process.cpuUsage();
      return { server: cpuSeconds(processTree(postgres.pid)), own: (user + system) / 1e6 };
    },
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
