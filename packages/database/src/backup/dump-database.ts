import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { inTransaction } from '../connect.ts';
import type { Db } from '../database.ts';
import { FIRST_PREVIOUS_HASH } from '../queries/audit-hash.ts';
import { type BackupManifest, type BackupTable, fileOf } from './manifest.ts';
import { quoted, type StoredTable, storedTables } from './stored-tables.ts';

async function dumpTable(client: PoolClient, { name, columns }: StoredTable, folder: string): Promise<BackupTable> {
  const file = fileOf(name);
  const hash = createHash('sha256');
  let octets = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      octets += chunk.length;
      done(null, chunk);
    },
  });
  const list = columns.map(quoted).join(', ');
  const copy = client.query(copyTo(`copy (select ${list} from ${quoted(name)}) to stdout`));
  await pipeline(
    copy,
    createGzip({ level: 3 }),
    counted,
    createWriteStream(join(folder, file), { mode: 0o600, flags: 'wx' }),
  );
  return { name, columns, rows: copy.rowCount ?? 0, file, octets, sha256: hash.digest('hex') };
}

async function namesOf(client: PoolClient, query: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query);
  return rows.map(({ name }) => name);
}

async function auditState(client: PoolClient): Promise<BackupManifest['audit']> {
  const { rows } = await client.query<{ id: string; hash: string }>(
    'select id, hash from audit_entry order by id desc limit 1',
  );
  return { entries: Number(rows[0]?.id ?? 0), head: rows[0]?.hash ?? FIRST_PREVIOUS_HASH };
}

/**
 * Writes all tables as they are at one moment to files in `folder`, which is made, and `manifest.json` with the checksum of each as the
 * last. Others may read and write meanwhile. Rejects when the folder holds a backup already.
 */
export async function dumpDatabase(db: Db, folder: string, version: string): Promise<BackupManifest> {
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  const manifest = await inTransaction(db, async (client): Promise<BackupManifest> => {
    await client.query('set transaction isolation level repeatable read, read only');
    const migrations = await namesOf(client, 'select name from kysely_migration order by name');
    const flowDays = await namesOf(
      client,
      `select substr(relname, 6, 4) || '-' || substr(relname, 10, 2) || '-' || substr(relname, 12, 2) as name
       from pg_inherits join pg_class c on c.oid = inhrelid
       where inhparent = 'flow'::regclass and relname ~ '^flow_[0-9]{8}$' order by 1`,
    );
    const tables: BackupTable[] = [];
    for (const table of await storedTables(client)) tables.push(await dumpTable(client, table, folder));
    const { rows: sequences } = await client.query<{ name: string; last: string | null }>(
      'select sequencename as name, last_value::text as last from pg_sequences where schemaname = current_schema() order by 1',
    );
    const createdAt = new Date().toISOString();
    return { format: 1, version, createdAt, migrations, audit: await auditState(client), flowDays, tables, sequences };
  });
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return manifest;
}
