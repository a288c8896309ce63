import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { inTransaction } from '../connect.ts';
import type { Db } from '../database.ts';
import { migrate, migrateTo } from '../migrate.ts';
import { migrationState } from '../migration-state.ts';
import { migrations as knownMigrations } from '../migrations/index.ts';
import { verifyAuditChain } from '../queries/audit-chain.ts';
import { ensureFlowPartitions } from '../queries/flow-partitions.ts';
import { BackupError, type BackupManifest, type BackupTable, readManifest } from './manifest.ts';
import { quoted, type StoredTable, storedTables } from './stored-tables.ts';

/** What a person or the network put there; other tables hold defaults. */
const TELLTALES = ['host', 'relationship', 'zone', 'audit_entry', 'snapshot'];

async function checkFile(folder: string, { name, file, sha256 }: BackupTable): Promise<void> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(join(folder, file)), hash);
  } catch (error) {
    throw new BackupError(`${file}, the rows of ${name}, cannot be read: ${(error as Error).message}`);
  }
  if (hash.digest('hex') !== sha256) throw new BackupError(`${file} is not as it was written: its checksum differs`);
}

/** Tables as they were when the backup was made, if there are none yet. */
async function prepareTables(db: Db, { migrations, version }: BackupManifest): Promise<void> {
  const { pending, unknown } = await migrationState(db);
  const known = new Set([...pending, ...(await appliedMigrations(db))]);
  const foreign = migrations.filter((name) => !known.has(name));
  if (unknown.length > 0 || foreign.length > 0)
    throw new BackupError(`the backup is of Scopemap ${version}, which is newer than this one`);
  const applied = await appliedMigrations(db);
  if (applied.length === 0) await migrateTo(db, migrations.at(-1) as string);
  else if (applied.toSorted().join() !== migrations.toSorted().join())
    throw new BackupError('the tables are those of another version: restore into a database without any');
}

async function appliedMigrations(db: Db): Promise<string[]> {
  const { pending } = await migrationState(db);
  return Object.keys(knownMigrations).filter((name) => !pending.includes(name));
}

async function refuseFilled(client: PoolClient): Promise<void> {
  for (const table of TELLTALES) {
    const { rows } = await client.query(`select from ${quoted(table)} limit 1`);
    if (rows.length > 0)
      throw new BackupError(`the database is not empty (${table} has rows): a backup is restored into an empty one`);
  }
}

async function fill(client: PoolClient, folder: string, table: BackupTable): Promise<void> {
  const list = table.columns.map(quoted).join(', ');
  const copy = client.query(copyFrom(`copy ${quoted(table.name)} (${list}) from stdin`));
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), copy);
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${quoted(table.name)}`);
  if (Number(rows[0]?.count) !== table.rows)
    throw new BackupError(`${table.name} has ${rows[0]?.count} rows after the restore, and had ${table.rows}`);
}

/** Backed-up tables in an order in which none refers to a later one. */
function inOrder(stored: readonly StoredTable[], { tables }: BackupManifest): BackupTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = stored.flatMap(({ name }) => byName.get(name) ?? []);
  if (ordered.length !== tables.length) {
    const missing = tables.find(({ name }) => !stored.some((table) => table.name === name));
    throw new BackupError(`there is no table ${missing?.name} in this version`);
  }
  return ordered;
}

/**
 * Restores a backup into an empty database, in one transaction: all of it or nothing. Every checksum is looked at first. Tables of an
 * older version are brought up to date afterwards. Rejects with {@link BackupError} that says what does not fit.
 */
export async function restoreDatabase(db: Db, folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch((error: Error) => {
    throw new BackupError(`${folder} holds no backup: ${error.message}`);
  });
  const manifest = readManifest(text);
  for (const table of manifest.tables) await checkFile(folder, table);
  await prepareTables(db, manifest);
  await ensureFlowPartitions(db, manifest.flowDays);
  await inTransaction(db, async (client) => {
    await refuseFilled(client);
    const stored = await storedTables(client);
    const tables = inOrder(stored, manifest);
    // What triggers keep up to date is in the backup as it was.
    for (const { name } of stored) await client.query(`alter table ${quoted(name)} disable trigger user`);
    for (const { name } of stored.toReversed()) await client.query(`delete from ${quoted(name)}`);
    for (const table of tables) await fill(client, folder, table);
    for (const { name } of stored) await client.query(`alter table ${quoted(name)} enable trigger user`);
    for (const { name, last } of manifest.sequences)
      if (last !== null) await client.query('select setval($1::regclass, $2)', [quoted(name), last]);
  });
  const { entries, head, broken } = await verifyAuditChain(db);
  if (broken || entries !== manifest.audit.entries || head !== manifest.audit.head)
    throw new BackupError('the audit chain of the restored database is not the one of the backup');
  await migrate(db);
  return manifest;
}
