import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Account, giveTo } from './account.ts';
import { nativeFolder, type PostgresBinaries } from './binaries.ts';

/** Where one database cluster lives and what runs it. */
export interface Cluster {
  readonly directory: string;
  readonly data: string;
  readonly binaries: PostgresBinaries;
  readonly account: Account;
  readonly password: string;
}

const canRun = (program: string, account: Account) =>
  spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0;

const canEnter = (directory: string, account: Account) =>
  spawnSync('test', ['-x', directory], { ...account, cwd: '/' }).status === 0;

// Below /root, say, an unprivileged account reaches neither the programs nor the data, whatever their own modes are.
function reachableCopy(
  directory: string,
  binaries: PostgresBinaries,
): { directory: string; binaries: PostgresBinaries } {
  const home = join('/var/lib/scopemap', createHash('sha256').update(directory).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  // By size of the server program: another version gets a copy of its own.
  const native = join(home, `native-${statSync(binaries.postgres).size}`);
  if (!existsSync(native)) {
    const unfinished = `${native}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(nativeFolder(binaries), unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, native);
  }
  const bin = (name: string) => join(native, 'bin', name);
  return {
    directory: join(home, 'postgres'),
    binaries: { postgres: bin('postgres'), initdb: bin('initdb'), pg_ctl: bin('pg_ctl') },
  };
}

function makeFolder(directory: string, account: Account): void {
  try {
    mkdirSync(dirname(directory), { recursive: true });
    // Only this last folder is private: the account has to pass through its parents.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    giveTo(account, directory);
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new Error(`cannot write to the data folder ${directory}: ${(error as Error).message}`);
  }
}

/**
 * Opens the cluster in `directory`, creating it when there is none. `durable: false` skips syncing, for throw-away servers.
 * The password is random, kept beside the data with mode 0600, and known to the server as SCRAM only.
 */
export function openCluster(directory: string, found: PostgresBinaries, account: Account, durable: boolean): Cluster {
  makeFolder(directory, account);
  const reachable = account.uid === undefined || (canRun(found.postgres, account) && canEnter(directory, account));
  const place = reachable ? { directory, binaries: found } : reachableCopy(directory, found);
  if (!reachable) makeFolder(place.directory, account);
  const data = join(place.directory, 'data');
  const passwordFile = join(place.directory, 'password');
  if (!existsSync(join(data, 'PG_VERSION')) || !existsSync(join(place.directory, 'created'))) {
    // Without the mark an earlier initdb was interrupted: what it left is no database yet.
    rmSync(data, { recursive: true, force: true });
    writeFileSync(passwordFile, randomBytes(32).toString('base64url'), { mode: 0o600 });
    giveTo(account, passwordFile);
    const settings = [
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    const sync = durable ? [] : ['--no-sync'];
    const args = ['-D', data, '-U', 'scopemap', `--pwfile=${passwordFile}`, ...settings, '--no-instructions', ...sync];
    const result = spawnSync(place.binaries.initdb, args, { ...account, cwd: place.directory, encoding: 'utf8' });
    if (result.status !== 0) {
      throw new Error(`could not create a database in ${data}: ${(result.stderr || String(result.error)).trim()}`);
    }
    writeFileSync(join(place.directory, 'created'), '');
  }
  return { ...place, data, account, password: readFileSync(passwordFile, 'utf8') };
}
