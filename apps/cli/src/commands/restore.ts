import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { connect, restoreDatabase } from '@scopemap/database';
import { type Command, textOption, UsageError } from '../command.ts';
import { startDatabase } from '../up/database.ts';
import { ROOT } from '../version.ts';

export const command: Command = {
  summary: 'bring a backup back, into an empty installation',
  usage: `restore BACKUP [--data DIR]

Checks every checksum of the backup, then fills an empty database with it, all of it or nothing, and looks whether the audit chain is
the one that was backed up. Scopemap must not be running. A backup of an older version is brought up to date.

  --data DIR   folder of the new installation (default .data in the Scopemap folder). The database is an embedded Postgres in it, or
               the server of DATABASE_URL when that is set`,
  options: { data: { type: 'string' } },

  async run(values, positionals) {
    const [backup, more] = positionals;
    if (backup === undefined || more !== undefined)
      throw new UsageError('name one folder that "scopemap backup" wrote');
    const folder = resolve(backup);
    const data = resolve(textOption(values, 'data') ?? join(ROOT, '.data'));
    await mkdir(data, { recursive: true, mode: 0o700 });
    const server = await startDatabase(data, (message) => console.error(`scopemap: ${message}`));
    const db = connect({ connectionString: server.url }, { max: 2 });
    try {
      const { tables, createdAt, audit } = await restoreDatabase(db, folder);
      await restoreEvidence(folder, data);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      console.log(`Restored     ${rows} rows of ${tables.length} tables, as they were at ${createdAt}`);
      console.log(`Audit        ${audit.entries} entries are as they were written; the last has hash ${audit.head}`);
      return 0;
    } finally {
      await db.destroy();
      await server.stop();
    }
  },
};

/** A key that is there already stays: packs were signed with it. */
async function restoreEvidence(folder: string, data: string): Promise<void> {
  try {
    await cp(join(folder, 'evidence'), join(data, 'evidence'), { recursive: true, force: false, errorOnExist: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new Error(`the tables are restored, the signing key and packs are not: ${message}`);
  }
}
