// The page in a headless browser without a GPU: `node bench/web.ts [HOSTS ZONES RELATIONSHIPS]`. A network of 20,000 hosts, 200 zones
// and 300,000 relationships by default, in a Postgres of its own; then the reference network. A clock says little on a busy machine:
// the load stands with the figures.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { connect, migrate } from '@scopemap/database';
import { startEmbeddedPostgres } from '@scopemap/embedded-postgres';
import pg from 'pg';
import { findBrowser } from '../tools/find-browser.ts';
import { memoryMiB, processTree } from './collect/process-usage.ts';
import { fillNetwork, type NetworkSize } from './web/fill-network.ts';
import { framesDuring, heapMiB, openMap, percentile, toNextPicture, until } from './web/map-page.ts';

const ROOT = join(import.meta.dirname, '..');
const PORT = 18_392;
const URL_OF_IT = `http://127.0.0.1:${PORT}`;
const [hosts = 20_000, zones = 200, relationships = 300_000] = process.argv.slice(2).map(Number);
const SIZE: NetworkSize = { hosts, zones, relationships };
const VIEWPORT = { width: 1440, height: 900 };

function report(what: string, value: string, target: string): void {
  console.log(`${what.padEnd(58)}${value.padStart(12)}   ${target.padEnd(12)} load ${loadavg()[0]?.toFixed(1)}`);
}

const ms = (value: number) => `${value.toFixed(0)} ms`;

async function waitFor(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    if (await condition().catch(() => false)) return;
    await delay(500);
  }
  throw new Error(`bench web: ${what} did not come about`);
}

const answer = async (path: string) => (await fetch(URL_OF_IT + path)).json() as Promise<Record<string, unknown>>;

/** The product on a database, or on an embedded one of its own; resolves when it answers. */
async function startProduct(data: string, databaseUrl?: string): Promise<ChildProcess> {
  const args = ['up', '--data', data, '--port', String(PORT), '--flow-port', '12392'];
  const child = spawn(process.execPath, [join(ROOT, 'apps/cli/src/main.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) },
  });
  await waitFor('the product', async () => (await fetch(`${URL_OF_IT}/api/status`)).ok);
  return child;
}

async function stopProduct(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function panAndZoom(page: Page): Promise<void> {
  const box = await page.getByTestId('map-canvas').boundingBox();
  if (!box) throw new Error('bench web: there is no canvas');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 60; step++) await page.mouse.move(x + Math.sin(step / 8) * 200, y + step);
  await page.mouse.up();
  for (let step = 0; step < 30; step++) await page.mouse.wheel(0, step < 15 ? -60 : 60);
}

async function measureMap(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  const first = await openMap(page, `${URL_OF_IT}/map?level=zones`);
  report('page usable', ms(first.usable), '<= 1500 ms');
  report('zone map painted', ms(first.picture), '<= 2000 ms');
  const again = await openMap(page, `${URL_OF_IT}/map?level=zones`);
  report('zone map painted, again', ms(again.picture), '');
  report(
    'from zones to hosts',
    ms(await toNextPicture(page, () => page.getByText('Hosts', { exact: true }).last().click())),
    '<= 300 ms',
  );
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.focus();
  const keys: number[] = [];
  for (const text of ['zone:"Zone 7"', 'svc:https', 'cat:cde', 'ip:10.9.0.0/16'])
    keys.push(await toNextPicture(page, () => query.fill(text)));
  report('filter to picture, median of four', ms(percentile(keys, 0.5)), '<= 400 ms');
  await toNextPicture(page, () => query.fill(''));
  report(
    'frames while panning and zooming, p95',
    ms(percentile(await framesDuring(page, () => panAndZoom(page)), 0.95)),
    '<= 33 ms',
  );
  const session = await page.context().newCDPSession(page);
  report('JavaScript heap with the map', `${(await heapMiB(session)).toFixed(0)} MiB`, '');
  await page.close();
}

async function measureTable(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${URL_OF_IT}/relationships`, { waitUntil: 'commit' });
  const table = page.getByRole('table', { name: 'Relationships' });
  report('table of all relationships, first rows', ms(await until(page, () => table.isVisible())), '');
  const rows = Number(await table.getAttribute('aria-rowcount')) - 1;
  report('rows of the table', String(rows), String(relationships));
  const scroller = page.locator('.data-table');
  const gaps: number[] = [];
  const frames = await framesDuring(page, async () => {
    for (let step = 1; step <= 40; step++) {
      await scroller.evaluate((element, share) => element.scrollTo(0, element.scrollHeight * share), step / 41);
      await page.waitForTimeout(30);
      gaps.push(await scroller.locator('tr[data-index]').count());
    }
  });
  report('frames while scrolling the table, p95', ms(percentile(frames, 0.95)), '<= 33 ms');
  report('fewest rows in sight', String(Math.min(...gaps)), '> 20');
  await page.close();
}

async function measureLarge(browser: Browser): Promise<void> {
  console.log(`\n${hosts} hosts, ${zones} zones, ${relationships} relationships\n`);
  const data = await mkdtemp(join(tmpdir(), 'scopemap-bench-web-'));
  const postgres = await startEmbeddedPostgres({ directory: await mkdtemp(join(tmpdir(), 'scopemap-bench-db-')) });
  try {
    const { user, password, host, port, database } = postgres.connection;
    const db = connect(postgres.connection);
    await migrate(db);
    await db.destroy();
    const client = new pg.Client(postgres.connection);
    await client.connect();
    await fillNetwork(client, SIZE);
    await client.end();
    const server = new URL(`postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}`);
    server.searchParams.set('host', host);
    const product = await startProduct(data, server.href);
    try {
      await waitFor('the classification', async () => ((await answer('/api/scope/runs?limit=1')).total as number) > 0);
      await measureMap(browser);
      await measureTable(browser);
    } finally {
      await stopProduct(product);
    }
  } finally {
    await postgres.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function measureReference(browser: Browser): Promise<void> {
  console.log('\nReference network\n');
  const data = await mkdtemp(join(tmpdir(), 'scopemap-bench-web-'));
  const product = await startProduct(data);
  try {
    const { id } = (await (await fetch(`${URL_OF_IT}/api/sample`, { method: 'POST' })).json()) as { id: string };
    await waitFor('the sample', async () => (await answer(`/api/imports/${id}`)).state === 'done');
    const page = await browser.newPage({ viewport: VIEWPORT });
    const { usable, picture } = await openMap(page, URL_OF_IT);
    report('page usable, cold', ms(usable), '<= 1500 ms');
    report('map painted, cold', ms(picture), '');
    await page.close();
  } finally {
    await stopProduct(product);
    await rm(data, { recursive: true, force: true });
  }
}

const { CHROMIUM_PATH: executablePath } = findBrowser(ROOT);
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--disable-gpu', '--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  await measureReference(browser);
  await measureLarge(browser);
  const children = processTree(process.pid).filter((pid) => pid !== process.pid);
  report('memory of the browser, all processes', `${memoryMiB(children).toFixed(0)} MiB`, '<= 400 MiB');
} finally {
  await browser.close();
}
