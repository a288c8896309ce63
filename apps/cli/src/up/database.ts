import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@scopemap/embedded-postgres';

/** The server that holds the data, however it came about. */
export interface DatabaseServer {
  readonly url: string;
  /** For people: the folder, or the host of DATABASE_URL. */
  readonly description: string;
  stop(): Promise<void>;
}

const MAJOR = '18';
const LONGEST_PAUSE_MS = 30_000;

function outsideServer(url: string): DatabaseServer {
  if (!URL.canParse(url))
    throw new Error('DATABASE_URL is not a URL such as postgres://user:password@host:5432/database');
  const { hostname, port, pathname } = new URL(url);
  return {
    url,
    description: `${hostname || 'local socket'}${port ? `:${port}` : ''}${pathname}`,
    stop: async () => {},
  };
}

/**
 * The server of DATABASE_URL when it is set, else an embedded Postgres below `dataFolder`. An embedded server that exits by
 * itself is started again; `onTrouble` hears of it.
 */
export async function startDatabase(dataFolder: string, onTrouble: (message: string) => void): Promise<DatabaseServer> {
  const outside = process.env.DATABASE_URL;
  if (outside) return outsideServer(outside);
  // By major version: one cannot open the files of another.
  const directory = join(dataFolder, 'postgres', MAJOR);
  const start = () => startEmbeddedPostgres({ directory });
  let server: EmbeddedPostgres = await start();
  let stopped = false;
  const supervise = async () => {
    for (let pause = 500; !stopped; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const startedAt = Date.now();
      const trouble = await server.died;
      if (stopped) return;
      if (Date.now() - startedAt > LONGEST_PAUSE_MS) pause = 500;
      onTrouble(`${trouble.message}; starting it again in ${pause / 1000} s`);
      await delay(pause);
      await server.stop();
      if (stopped) return;
      try {
        server = await start();
      } catch (error) {
        onTrouble((error as Error).message);
      }
    }
  };
  void supervise();
  return {
    url: server.url,
    description: server.directory,
    async stop() {
      stopped = true;
      await server.stop();
    },
  };
}
