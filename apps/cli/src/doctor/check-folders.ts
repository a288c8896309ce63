import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, failed, ok, warning } from '../finding.ts';

const GIB = 1024 ** 3;
const LEAST_FREE_OCTETS = GIB;
const LEAST_FREE_SHARE = 0.05;
const SCARCE_SHARE = 0.15;
/** The collector writes a window a minute; what waits longer does not get into the database. */
const LONGEST_WAIT_MS = 10 * 60_000;

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Room on the disk of a folder. */
export async function checkDisk(folder: string): Promise<Finding> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const share = blocks === 0 ? 1 : bavail / blocks;
    const detail = `${(free / GIB).toFixed(1)} GiB (${Math.floor(share * 100)} %) free at ${folder}`;
    if (free < LEAST_FREE_OCTETS || share < LEAST_FREE_SHARE)
      return failed('disk', `${detail}: when it is full, windows are lost`);
    return share < SCARCE_SHARE ? warning('disk', detail) : ok('disk', detail);
  } catch (error) {
    return isMissing(error) ? warning('disk', `there is no folder ${folder}`) : failed('disk', error);
  }
}

/** Windows that wait for the database, and such that were set aside because nothing could be done with them. Reads only. */
export async function checkSpool(folder: string, now: number): Promise<Finding> {
  try {
    const aside = (await namesIn(join(folder, 'aside'))).filter((name) => name.endsWith('.window'));
    if (aside.length > 0) {
      return failed(
        'spool',
        `${aside.length} windows could not be stored; the reason stands beside each in ${folder}/aside`,
      );
    }
    const waiting = (await readdir(folder)).filter((name) => name.endsWith('.window')).sort();
    const [oldest] = waiting;
    if (oldest === undefined) return ok('spool', `nothing waits in ${folder}`);
    const age = now - (await stat(join(folder, oldest))).mtimeMs;
    const detail = `${waiting.length} windows wait in ${folder}, the oldest for ${Math.round(age / 1000)} s`;
    return age > LONGEST_WAIT_MS
      ? failed('spool', `${detail}: they do not get into the database`)
      : ok('spool', detail);
  } catch (error) {
    return isMissing(error) ? warning('spool', `there is no folder ${folder}`) : failed('spool', error);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
