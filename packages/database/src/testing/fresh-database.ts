import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { connect, type DatabaseServer } from '../connect.ts';
import type { Db } from '../database.ts';
import { withDatabase } from './with-database.ts';

export interface FreshDatabase {
  readonly db: Db;
  /** For a second connection, e.g. in a worker thread. */
  readonly server: DatabaseServer;
  readonly name: string;
}

/** Runs one statement as the owner of the server, outside every test database. */
export async function asAdministrator(statement: string, values: unknown[] = []): Promise<void> {
  const admin = new pg.Client(inject('databaseServer'));
  admin.on('error', () => {});
  await admin.connect();
  try {
    await admin.query(statement, values);
  } finally {
    await admin.end();
  }
}

/**
 * A new, migrated, empty database on real Postgres for one test file. Call it at the top level of the file
 * (`const { db } = await freshDatabase()`): its connections close after the last test, the database goes with the run.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = inject('databaseTemplate');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`create database ${name} template ${template}`);
  const server = withDatabase(inject('databaseServer'), name);
  const db = connect(server, { max: 4 });
  afterAll(() => db.destroy());
  return { db, server, name };
}
