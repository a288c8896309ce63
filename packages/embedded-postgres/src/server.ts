import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { giveTo, serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { releaseOwnership, takeOwnership } from './owner-file.ts';

export interface EmbeddedPostgresOptions {
  /** Created when missing. One process at a time. */
  readonly directory: string;
  /** False: no syncing to disk, for throw-away servers of tests. Default true. */
  readonly durable?: boolean;
  /** TCP on 127.0.0.1 in place of a Unix socket; always so on Windows. */
  readonly tcp?: boolean;
  /** Receives the server's log lines. */
  readonly log?: (line: string) => void;
}

export interface PostgresConnection {
  /** Folder of the Unix socket, or 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  /** Where the data is: the folder that was asked for, or one that the server's account can reach. */
  readonly directory: string;
  readonly connection: PostgresConnection;
  readonly url: string;
  readonly pid: number;
  /** Settles when the server has exited by itself; never when it was stopped. */
  readonly died: Promise<Error>;
  /** Ends the server in an orderly way and gives the folder up. */
  stop(): Promise<void>;
}

// The longest path that fits sockaddr_un on macOS.
const LONGEST_SOCKET_PATH = 103;

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

function socketFolder(cluster: Cluster): string {
  let folder = join(cluster.directory, 's');
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) > LONGEST_SOCKET_PATH)
    folder = mkdtempSync(join(tmpdir(), 'scopemap-'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveTo(cluster.account, folder);
  return folder;
}

// A server whose owner was killed lives on. It holds the data, so it is stopped in order before ours starts.
function stopLeftOver(cluster: Cluster, log: (line: string) => void): void {
  if (!existsSync(join(cluster.data, 'postmaster.pid'))) return;
  const args = ['stop', '-D', cluster.data, '-m', 'fast', '-w', '-t', '30'];
  const result = spawnSync(cluster.binaries.pg_ctl, args, {
    ...cluster.account,
    cwd: cluster.directory,
    encoding: 'utf8',
  });
  log(`left-over server: ${(result.stdout + result.stderr).trim()}`);
}

const MIB = 2 ** 20;

/**
 * An eighth of the memory for pages, at most 1 GiB: the server's own 128 MiB hold less than a million relationships. Checkpoints
 * further apart: after each one every page is logged in full when it first changes.
 */
function storageSettings(): string[] {
  const pages = Math.min(1024, Math.max(128, Math.floor(totalmem() / 8 / MIB)));
  return [`shared_buffers=${pages}MB`, 'max_wal_size=4GB', 'checkpoint_timeout=15min'];
}

function untilReady(child: ChildProcess, log: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    let ready = false;
    child.stderr?.on('data', (chunk: Buffer) => {
      log(String(chunk).trimEnd());
      if (ready) return;
      text += chunk;
      if (!text.includes('database system is ready to accept connections')) return;
      ready = true;
      resolve();
    });
    child.once('error', (error) => reject(new Error(`Postgres did not start: ${error.message}`)));
    child.once('exit', (code) => reject(new Error(`Postgres did not start (exit code ${code}): ${text.trim()}`)));
  });
}

/**
 * Starts the embedded Postgres on the cluster in `directory`. Throws one sentence naming the folder when it cannot be written,
 * is in use, or the server does not start; nothing is left running then.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const durable = options.durable ?? true;
  const cluster = openCluster(options.directory, await findBinaries(), serverAccount(), durable);
  const ownerFile = join(cluster.directory, 'owner');
  takeOwnership(ownerFile, options.directory);
  stopLeftOver(cluster, log);
  const unix = process.platform !== 'win32' && !options.tcp;
  const host = unix ? socketFolder(cluster) : '127.0.0.1';
  const port = unix ? 5432 : await freePort();
  const settings = [
    `listen_addresses=${unix ? '' : host}`,
    `unix_socket_directories=${unix ? host : ''}`,
    'max_connections=100',
  ];
  if (durable) settings.push(...storageSettings());
  else settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const child = spawn(
    cluster.binaries.postgres,
    ['-D', cluster.data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])],
    {
      ...cluster.account,
      cwd: cluster.directory,
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C in a terminal must reach us, who stop the server in order, and not the server itself.
      detached: process.platform !== 'win32',
    },
  );
  try {
    await untilReady(child, log);
  } catch (error) {
    releaseOwnership(ownerFile);
    throw error;
  }
  let stopping = false;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const user = 'scopemap';
  const { password } = cluster;
  return {
    directory: cluster.directory,
    connection: { host, port, user, password, database: 'postgres' },
    url: unix
      ? `postgres://${user}:${password}@/postgres?host=${encodeURIComponent(host)}&port=${port}`
      : `postgres://${user}:${password}@${host}:${port}/postgres`,
    pid: child.pid as number,
    died: new Promise((resolve) => {
      void exited.then((code) => {
        if (!stopping) resolve(new Error(`Postgres exited by itself with code ${code}`));
      });
    }),
    async stop() {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        if (process.platform === 'win32')
          spawnSync(cluster.binaries.pg_ctl, ['stop', '-D', cluster.data, '-m', 'fast']);
        else child.kill('SIGINT');
        await exited;
      }
      releaseOwnership(ownerFile);
    },
  };
}
