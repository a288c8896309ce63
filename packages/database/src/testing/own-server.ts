import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import { connect, type DatabaseServer } from '../connect.ts';
import { migrate } from '../migrate.ts';

/** A Postgres server of one test's own, which it may kill: it keeps what it has committed. */
export interface OwnServer {
  /** The same after every start. */
  readonly server: DatabaseServer;
  /** Kills the server as the system would (SIGKILL), in the middle of whatever it does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

async function hasEnded(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
}

/** Starts a server with a migrated, empty database. */
export async function startOwnServer(): Promise<OwnServer> {
  const folder = await mkdtemp(`${tmpdir()}/scopemap-own-`);
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres({ directory: folder });
  const server = postgres.connection;
  const db = connect(server, { max: 1 });
  await migrate(db);
  await db.destroy();
  return {
    server,
    async kill() {
      process.kill(postgres.pid, 'SIGKILL');
      await hasEnded(postgres.pid);
      // Gives the folder up.
      await postgres.stop();
    },
    async start() {
      postgres = await startEmbeddedPostgres({ directory: folder });
    },
    async remove() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
