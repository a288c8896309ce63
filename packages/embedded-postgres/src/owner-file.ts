import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Marks a data folder as this process's. Throws when another living process holds it. */
export function takeOwnership(file: string, directory: string): void {
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (owner && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `the data folder ${directory} is in use by process ${owner}: stop it first, or give another folder with --data`,
    );
  }
  writeFileSync(file, String(process.pid));
}

/** Gives the folder up, if it is still this process's. */
export function releaseOwnership(file: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === String(process.pid)) rmSync(file, { force: true });
}
