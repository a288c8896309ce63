import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOT } from '../version.ts';

/**
 * The database that a command without a server of its own works on: DATABASE_URL, or that of the installation that runs on the data
 * folder. Throws one sentence when there is none.
 */
export async function findDatabaseUrl(dataFolder: string | undefined): Promise<string> {
  if (dataFolder === undefined && process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const folder = resolve(dataFolder ?? join(ROOT, '.data'));
  try {
    return (await readFile(join(folder, 'database-url'), 'utf8')).trim();
  } catch {
    throw new Error(
      `no Scopemap runs on ${folder}: start it with "scopemap up", name its folder with --data, or set DATABASE_URL`,
    );
  }
}
