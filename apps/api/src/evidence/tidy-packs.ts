import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, failInterruptedExports, listExports } from '@scopemap/database';

const INTERRUPTED = 'Scopemap stopped before this export was done. Export the snapshot again.';
/** Pack, its list of pseudonyms, and the pack while it is made. */
const OURS = /^([0-9a-f-]{36})\.(zip|pseudonyms\.csv|zip\.part)$/;

/**
 * Brings exports in order at the start, when no process can be working on one: what had not ended has failed, and files in
 * `folder` (that of the evidence) of which no finished export knows are removed. Other files stay. Returns what was removed.
 */
export async function tidyPacks(db: Db, folder: string): Promise<string[]> {
  await failInterruptedExports(db, INTERRUPTED);
  const packs = join(folder, 'packs');
  const names = await readdir(packs).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const kept = new Set(
    (await listExports(db)).filter((row) => row.state === 'done' && row.removedAt === null).map(({ id }) => id),
  );
  const stray = names.filter((name) => {
    const [, id = '', kind] = OURS.exec(name) ?? [];
    return id !== '' && (kind === 'zip.part' || !kept.has(id));
  });
  for (const name of stray) await rm(join(packs, name));
  return stray;
}
