import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../version.ts';

const WEB = join(ROOT, 'apps/web');
const INPUTS = [
  'apps/web/{index.html,package.json,vite.config.ts}',
  'apps/web/{src,public}/**/*',
  'packages/{contract,map-layout,net,query-language,scope-model}/src/**/*.ts',
  'pnpm-lock.yaml',
];

function inputHash(): string {
  const hash = createHash('sha256');
  const files = globSync(INPUTS, { cwd: ROOT, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function viteBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const vite = join(WEB, 'node_modules/vite/bin/vite.js');
    const child = spawn(process.execPath, [vite, 'build', WEB, '--logLevel', 'warn'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the web page could not be built: ${output.trim()}`)),
    );
  });
}

/** Builds the page unless it was built from the same sources already. Returns the folder that holds it. */
export async function buildWeb(): Promise<string> {
  const folder = join(WEB, 'dist');
  const stamp = join(folder, '.built-from');
  // An image or package ships the built page without what builds it.
  if (!existsSync(join(WEB, 'node_modules/vite'))) return folder;
  const wanted = inputHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  await viteBuild();
  writeFileSync(stamp, wanted);
  return folder;
}
