import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  buildApi,
  createEvidenceQueue,
  createLiveEvents,
  type ServerCertificate,
  startAuditForwarder,
  startClassifierThread,
  startPictureThread,
  tidyPacks,
} from '@scopemap/api';
import { startCollectorThread } from '@scopemap/collector';
import { connect, failInterruptedImports, migrate } from '@scopemap/database';
import { ImportQueue } from '../imports/import-queue.ts';
import { certificateFor, readAuthorities, type ServeOptions } from '../serve-options.ts';
import { VERSION } from '../version.ts';
import { buildWeb } from './build-web.ts';
import { startDatabase } from './database.ts';

export interface StackOptions {
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  readonly flowPorts: readonly number[];
  readonly flowDays: number;
  readonly serve: ServeOptions;
}

/** Everything of one installation, running. */
export interface Stack {
  readonly url: string;
  /** Null: plain HTTP, on the loopback. */
  readonly certificate: ServerCertificate | null;
  readonly flowPorts: readonly number[];
  readonly database: string;
  /** Settles when a part ended by itself and the rest cannot go on. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

const trouble = (message: string) => console.error(`scopemap: ${message}`);

// Step by step: the recursive mkdir of Node never returns below /proc.
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (!existsSync(parent)) await makeFolder(parent);
  await mkdir(folder);
}

async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await writeFile(join(folder, '.writable'), '');
  } catch (error) {
    throw new Error(`cannot write to the data folder ${folder}: ${(error as Error).message}`);
  }
}

function describeListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `port ${port} (TCP, for the web page) is in use on ${host}: free it or choose another with --port`,
    );
  if (error.code === 'EACCES')
    return new Error(
      `port ${port} (TCP, for the web page) may not be opened by this user: choose one above 1023 with --port`,
    );
  return new Error(`cannot serve the web page on ${host}:${port}: ${error.message}`);
}

/**
 * Starts database, collector and API with the page. Throws one sentence when a part cannot start, after ending those that had.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const endings: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let end = endings.pop(); end; end = endings.pop()) await end().catch((error: Error) => trouble(error.message));
  };
  try {
    return await startParts(options, endings, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  options: StackOptions,
  endings: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { dataFolder, host, port, flowPorts, flowDays } = options;
  await prepareDataFolder(dataFolder);
  const certificate = await certificateFor(options.serve, host, dataFolder);
  const webBuilt = buildWeb();
  // Awaited below; until then its failure must not count as unhandled.
  webBuilt.catch(() => {});
  const database = await startDatabase(dataFolder, trouble);
  endings.push(() => database.stop());
  const server = { connectionString: database.url };
  // Operators' commands of this machine reach the database through this; it is as secret as the data.
  await writeFile(join(dataFolder, 'database-url'), database.url, { mode: 0o600 });
  const db = connect(server, { onError: (error) => trouble(`database connection: ${error.message}`) });
  endings.push(() => db.destroy());
  await migrate(db).catch((error: Error) => {
    throw new Error(`${database.description}: ${error.message}`);
  });
  await failInterruptedImports(
    db,
    'Scopemap stopped before this import was done. Import the file again: nothing is counted twice.',
  );
  await tidyPacks(db, join(dataFolder, 'evidence'));
  const { audit } = options.serve;
  if (audit) {
    const forwarder = startAuditForwarder({
      db,
      target: audit.target,
      ...(await readAuthorities(audit.caFile)),
      onError: (error) => trouble(`audit forwarding: ${error.message}`),
    });
    endings.push(() => forwarder.close());
  }
  const imports = new ImportQueue({ db, server, flowDays });
  endings.push(() => imports.close());
  const collector = await startCollectorThread(
    { database: server, ports: flowPorts, flowDays, spoolFolder: join(dataFolder, 'spool') },
    'warn',
  );
  endings.push(() => collector.stop());
  let collectorState: 'running' | 'stopped' = 'running';
  void collector.died.then(() => {
    collectorState = 'stopped';
  });
  const events = createLiveEvents({ db, server, onError: (error) => trouble(`live events: ${error.message}`) });
  const classifier = startClassifierThread({
    server,
    version: VERSION,
    onError: (error) => trouble(`classification: ${error.message}`),
  });
  const picture = startPictureThread({ server, onError: (error) => trouble(`the map in memory: ${error.message}`) });
  const api = await buildApi({
    db,
    classifier,
    picture,
    evidence: createEvidenceQueue({
      db,
      server,
      version: VERSION,
      folder: join(dataFolder, 'evidence'),
      onError: (error) => trouble(`evidence: ${error.message}`),
    }),
    ...(certificate ? { tls: certificate, https: true } : {}),
    imports,
    events,
    status: {
      version: VERSION,
      flowPorts: collector.ports,
      dataFolder: process.env.DATABASE_URL ? null : dataFolder,
      collector: () => collectorState,
    },
    uploads: { folder: join(dataFolder, 'uploads') },
    webRoot: await webBuilt,
  });
  endings.push(() => api.close());
  const url = await api.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw describeListenError(error, host, port);
  });
  return { url, certificate, flowPorts: collector.ports, database: database.description, failed: collector.died, stop };
}
