// Makes the pictures of the documentation: `node e2e/screenshots.ts [FOLDER]`. Starts an installation of its own on a
// temporary folder, looks at it empty, loads the sample network, and looks at every page. `--all FOLDER` takes every page in
// both schemes, three sizes, empty, filled, loading and failing instead, to be looked at and thrown away.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../tools/find-browser.ts';
import { shootEveryScreen } from './every-screen.ts';

const root = join(import.meta.dirname, '..');
const all = process.argv[2] === '--all';
const images = process.argv[all ? 3 : 2] ?? join(root, 'docs/images');
if (all && !process.argv[3]) throw new Error('screenshots: --all needs a folder');
const PORT = 18082;
const url = `http://127.0.0.1:${PORT}`;

async function waitFor(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (await condition().catch(() => false)) return;
    await delay(500);
  }
  throw new Error(`screenshots: ${what} did not come about`);
}

async function shoot(
  browser: Browser,
  name: string,
  path: string,
  size: { width: number; height: number },
  scheme: 'light' | 'dark',
  act?: (page: Page) => Promise<void>,
) {
  const page = await browser.newPage({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(url + path);
  await page.waitForLoadState('networkidle').catch(() => {});
  await delay(2500);
  await act?.(page);
  await delay(act ? 1500 : 0);
  await page.screenshot({ path: join(images, `${name}.png`) });
  await page.close();
  console.log(`${name}.png`);
}

const SMALL = { width: 1440, height: 900 };
const LARGE = { width: 1920, height: 1080 };

async function showHost(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Query' }).first().fill('');
  await page.getByRole('table', { name: 'Hosts' }).getByText('vault-db-03').first().click();
}

async function main(): Promise<void> {
  mkdirSync(images, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), 'scopemap-screenshots-'));
  const args = [
    join(root, 'apps/cli/src/main.ts'),
    'up',
    '--data',
    data,
    '--port',
    String(PORT),
    '--flow-port',
    '12057',
  ];
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const { CHROMIUM_PATH: executablePath } = findBrowser(root);
  const flags = [
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: flags });
  try {
    await waitFor(async () => (await fetch(`${url}/api/status`)).ok, 'the installation');
    if (all) await shootEveryScreen(browser, { url, folder: images, state: 'empty' });
    else {
      await shoot(browser, 'empty-1440', '/', SMALL, 'light');
      await shoot(browser, 'empty-1920', '/', LARGE, 'light');
    }
    const job = (await (await fetch(`${url}/api/sample`, { method: 'POST' })).json()) as { id: string };
    await waitFor(
      async () => ((await (await fetch(`${url}/api/imports/${job.id}`)).json()) as { state: string }).state === 'done',
      'the sample network',
    );
    if (all) {
      for (const state of ['filled', 'loading', 'error'] as const)
        await shootEveryScreen(browser, { url, folder: images, state });
      return;
    }
    await shoot(browser, 'map-1440', '/', SMALL, 'light');
    await shoot(browser, 'map-1920', '/', LARGE, 'light');
    await shoot(browser, 'map-dark-1440', '/', SMALL, 'dark');
    await shoot(browser, 'hosts-1440', '/hosts', SMALL, 'light');
    await shoot(browser, 'host-panel-1440', '/hosts', SMALL, 'light', showHost);
    await shoot(browser, 'host-panel-1920', '/hosts', LARGE, 'light', showHost);
    await shoot(browser, 'relationships-1440', '/relationships', SMALL, 'light');
    await shoot(browser, 'matrix-1440', '/matrix', SMALL, 'light');
    await shoot(browser, 'matrix-dark-1440', '/matrix', SMALL, 'dark');
    await shoot(browser, 'review-1440', '/review', SMALL, 'light');
    await shoot(browser, 'coverage-1440', '/coverage', SMALL, 'light');
    await shoot(browser, 'audit-1440', '/audit', SMALL, 'light');
    await shoot(browser, 'planning-1440', '/planning', SMALL, 'light');
    await shoot(browser, 'runs-1440', '/runs', SMALL, 'light');
    await shoot(browser, 'zones-1440', '/zones', SMALL, 'light');
    await shoot(browser, 'exporters-1440', '/exporters', SMALL, 'light');
    await shoot(browser, 'import-1440', '/import', SMALL, 'light');
  } finally {
    await browser.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

await main();
