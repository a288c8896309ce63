import { spawnSync } from 'node:child_process';

/** Whether scans can be tested here. Throws on a build server: there a missing nmap must not pass for a test that was done. */
export function hasNmap(): boolean {
  const found = spawnSync('nmap', ['--version']).status === 0;
  if (!found && process.env.CI) throw new Error('nmap is not installed, and the tests of scans need it');
  return found;
}
