import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { connect, dumpDatabase } from '@scopemap/database';
import { type Command, textOption, UsageError } from '../command.ts';
import { findDatabaseUrl } from '../scan/database-url.ts';
import { ROOT, VERSION } from '../version.ts';

const MIB = 1024 ** 2;

export const command: Command = {
  summary: 'write everything that an installation knows to a folder',
  usage: `backup --out DIR [--data DIR]

Writes all tables of a running installation, as they are at one moment, with the checksum of each, and its signing key and evidence
packs. It goes on collecting meanwhile. The folder is as secret as the installation: keep it encrypted. "scopemap restore DIR" brings
it back.

  --out DIR    folder to make; one that is there already stays as it is
  --data DIR   folder of "scopemap up" (default .data in the Scopemap folder); the database is that of DATABASE_URL when it is set
               and --data is not given`,
  options: { out: { type: 'string' }, data: { type: 'string' } },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"backup" takes no arguments, only options: "${positionals[0]}"`);
    const out = textOption(values, 'out');
    if (out === undefined) throw new UsageError('--out names the folder of the backup');
    const folder = resolve(out);
    const data = resolve(textOption(values, 'data') ?? join(ROOT, '.data'));
    // Under another name until it is whole: a backup that broke off is none.
    const unfinished = `${folder}.part`;
    await mkdir(unfinished, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`cannot make ${unfinished}: ${error.message}`);
    });
    const db = connect({ connectionString: await findDatabaseUrl(textOption(values, 'data')) }, { max: 1 });
    try {
      const { tables, audit } = await dumpDatabase(db, unfinished, VERSION);
      await copyEvidence(data, unfinished);
      await rename(unfinished, folder);
      const octets = tables.reduce((sum, table) => sum + table.octets, 0);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      console.log(`Backup       ${folder}`);
      console.log(`Holds        ${rows} rows of ${tables.length} tables, ${(octets / MIB).toFixed(1)} MiB`);
      console.log(`Audit        ${audit.entries} entries, the last has hash ${audit.head}`);
      return 0;
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    } finally {
      await db.destroy();
    }
  },
};

/** The signing key and the packs made with it. */
async function copyEvidence(data: string, folder: string): Promise<void> {
  try {
    await cp(join(data, 'evidence'), join(folder, 'evidence'), {
      recursive: true,
      filter: (path) => !path.endsWith('.part'),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
