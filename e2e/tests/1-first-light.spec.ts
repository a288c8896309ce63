import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { FLOW_PORT } from '../playwright.config.ts';

const root = join(import.meta.dirname, '../..');
const scopemap = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], { cwd: root });
const fixture = (name: string) => join(root, 'packages/flow-codec/src/fixtures', name);

/** Texts of all elements that are really on the canvas. */
function drawnTexts(page: Page): Promise<string[]> {
  return page.getByTestId('map-canvas').evaluate((element) => {
    interface Drawn {
      map<T>(each: (item: { data(): Record<string, unknown> }) => T): T[];
    }
    const { cy } = (element as unknown as { _cyreg: { cy: { elements(): Drawn } } })._cyreg;
    return cy.elements().map((item) => JSON.stringify(item.data()));
  });
}

const isDrawn = (page: Page, text: string) =>
  expect.poll(async () => (await drawnTexts(page)).join('\n'), { timeout: 20_000 }).toContain(text);

test.describe.configure({ mode: 'serial' });

test('the empty page offers three ways to begin', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('Import a capture').first()).toBeVisible();
  await expect(page.getByText('Point an exporter here').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /sample network/i }).first()).toBeVisible();
  await expect(page.getByRole('main').getByText(String(FLOW_PORT)).first()).toBeVisible();
});

test('a replayed capture shows as an edge, without a reload; a zone makes its server CDE, and a reload keeps it', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByText('Point an exporter here').first()).toBeVisible();
  await scopemap('replay', fixture('telegraf-v9.pcap'), '--to', `127.0.0.1:${FLOW_PORT}`);
  await isDrawn(page, '192.168.119.100');
  await isDrawn(page, '443/tcp');

  await page.getByRole('navigation', { name: 'Pages' }).getByText('Zones').click();
  await page.getByRole('button', { name: 'Create zone' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('CDE');
  await dialog.getByLabel('Networks').fill('140.82.112.22/24');
  await dialog.getByLabel('Claim').selectOption('cde');
  await dialog.getByRole('button', { name: 'Create zone' }).click();
  await expect(dialog.getByText(/140\.82\.112\.22\/24/).first()).toBeVisible();
  await dialog.getByLabel('Networks').fill('140.82.112.22/32');
  await dialog.getByRole('button', { name: 'Create zone' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('table', { name: 'Zones' }).getByText('140.82.112.22/32')).toBeVisible();

  const hostIsCde = async () => {
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Hosts').click();
    const row = page.getByRole('table', { name: 'Hosts' }).getByRole('row').filter({ hasText: '140.82.112.22' });
    await expect(row).toContainText('CDE');
    // Its client is in contact with the CDE: in scope, whatever nobody has said of it.
    await expect(
      page.getByRole('table', { name: 'Hosts' }).getByRole('row').filter({ hasText: '192.168.119.100' }).first(),
    ).toContainText(/connected/i);
  };
  await hostIsCde();
  await page.reload();
  await hostIsCde();
});

test('imports report what they found, and bad files say what is wrong', async ({ page }) => {
  await page.goto('/import');
  const choose = page.locator('input[type=file]').first();
  await choose.setInputFiles(fixture('logstash-softflowd-v9.pcap'));
  const card = page.getByRole('region', { name: 'Import of logstash-softflowd-v9.pcap' });
  await expect(card).toContainText(/records/i);
  await expect(card).toContainText('7');

  await choose.setInputFiles({ name: 'empty.pcap', mimeType: 'application/octet-stream', buffer: Buffer.alloc(0) });
  await expect(page.getByText(/empty\.pcap/).first()).toBeVisible();
  await choose.setInputFiles({
    name: 'letter.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Dear assessor, this is a letter. '.repeat(20)),
  });
  await expect(page.getByRole('region', { name: /letter\.txt/ }).first()).toContainText(
    /not a capture|no capture|pcap/i,
  );
});

test('the sample network loads with one click and its exceptions are drawn by name', async ({ page }) => {
  await page.goto('/import');
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await expect(page.getByRole('region', { name: /Sample network/ })).toContainText(/relationships/i, {
    timeout: 60_000,
  });
  await page.goto('/');
  await isDrawn(page, 'Card vault');
  await isDrawn(page, 'vault-db-03');
  await expect(page.getByText(/violations/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Outline' }).click();
  await page.getByRole('tree', { name: 'Outline of the map' }).getByText('Card vault').first().click();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Card vault');
});
