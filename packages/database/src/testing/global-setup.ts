import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connect, type DatabaseServer } from '../connect.ts';
import { migrate } from '../migrate.ts';
import { withDatabase } from './with-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: DatabaseServer;
    databaseTemplate: string;
  }
}

/** The server of the run: `TEST_DATABASE_URL` when set, else a throw-away one in a folder of its own. */
async function startServer(): Promise<{ server: DatabaseServer; stop: () => Promise<void> }> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { server: { connectionString: url }, stop: () => Promise.resolve() };
  const folder = await mkdtemp(`${tmpdir()}/scopemap-test-`);
  const postgres = await startEmbeddedPostgres({ directory: folder, durable: false });
  const stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { server: postgres.connection, stop };
}

/** Vitest global set-up: one server for the run and one migrated template, which every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, stop } = await startServer();
  const template = `scopemap_template_${process.pid}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${template}`);
  const db = connect(withDatabase(server, template), { max: 1 });
  await migrate(db);
  await db.destroy();
  await admin.query(`alter database ${template} is_template true allow_connections false`);
  project.provide('databaseServer', server);
  project.provide('databaseTemplate', template);
  return async () => {
    await admin.query(`alter database ${template} is_template false`);
    const { rows } = await admin.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [template],
    );
    for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`);
    await admin.end();
    await stop();
  };
}
