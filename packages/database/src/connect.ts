import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database, Db } from './database.ts';

/** Where the server is: a `postgres://` URL, or its parts. `host` may be the folder of a Unix socket. */
export type DatabaseServer =
  | { readonly connectionString: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

export interface ConnectOptions {
  /** Most connections at a time; 10 when not given. */
  readonly max?: number;
  /** Told of connections that break while nobody uses them, e.g. because the server stops. */
  readonly onError?: (error: Error) => void;
}

const pools = new WeakMap<Db, pg.Pool>();

const DATE_OID = 1082;

/** A `date` stays `YYYY-MM-DD`: pg would make it midnight of the local time zone. Everything else as pg does by default. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === DATE_OID && format !== 'binary' ? (value: string) => value : pg.types.getTypeParser(oid, format as 'text'),
};

/**
 * Opens a pool; sessions run in UTC. Nothing connects before the first query. `bigint` comes back as text, `inet` as text,
 * `date` as `YYYY-MM-DD`, `timestamptz` as Date. Close with `db.destroy()`.
 */
export function connect(server: DatabaseServer, options: ConnectOptions = {}): Db {
  const onError = options.onError ?? (() => {});
  const pool = new pg.Pool({
    ...server,
    max: options.max ?? 10,
    types,
    application_name: 'scopemap',
    // Room for the staged rows of a window; a session takes it when it needs it.
    options: '-c TimeZone=UTC -c temp_buffers=64MB',
    connectionTimeoutMillis: 10_000,
  });
  // Without listeners, an idle connection that the server closes ends the process; and one that is just being closed too.
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, pool);
  return db;
}

/**
 * Runs `work` in one transaction on a connection of `db`'s pool, for what Kysely does not speak (COPY). Commits when it
 * resolves, else rolls back and rejects with the first error. `db` must come from {@link connect}.
 */
export async function inTransaction<T>(db: Db, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const pool = pools.get(db);
  if (!pool) throw new TypeError('this Kysely instance was not made by connect()');
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
