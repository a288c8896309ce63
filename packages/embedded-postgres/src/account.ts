import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';

/** The account that the server runs as: empty when it is our own. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const idOf = (flag: '-u' | '-g', name: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));

/** Postgres refuses to run as root, so root (a container, say) needs an unprivileged account that exists already. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      // This one does not exist here; try the next.
    }
  }
  throw new Error('Postgres cannot run as root, and neither a "postgres" nor a "nobody" account exists to run it as');
}

/** Hands a file or folder to the server's account. */
export function giveTo(account: Account, path: string): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}
