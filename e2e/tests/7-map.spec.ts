import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network.

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

async function openMap(page: Page, search = ''): Promise<void> {
  await page.goto(`/map${search}`);
  await expect(page.getByRole('region', { name: 'Scope map' })).toBeVisible();
  await expect(page.getByTestId('map-canvas').locator('canvas').first()).toBeVisible();
}

/** The host's panel, reached as a person would: from the table. */
async function openHost(page: Page, name: string): Promise<void> {
  await page.goto(`/hosts?q=host:${name}`);
  await page.getByRole('table', { name: 'Hosts' }).getByText(name, { exact: true }).first().click();
  await expect(details(page).getByRole('heading', { name, exact: true })).toBeVisible();
}

async function savePicture(page: Page, item: 'Picture as SVG' | 'Picture as PNG'): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export ▾' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ]);
  return readFile(await download.path());
}

/** Where every word of the picture stands. */
async function places(page: Page): Promise<Map<string, string>> {
  const svg = (await savePicture(page, 'Picture as SVG')).toString('utf8');
  const texts = svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*font-size="12\.5"[^>]*>([^<]+)</g);
  return new Map([...texts].map(([, x, y, text]) => [text ?? '', `${x},${y}`]));
}

test('why a host is in scope: from the table to a numbered way on the map, with the evidence of each step', async ({
  page,
}) => {
  await openHost(page, 'bi-02');
  const why = details(page).getByRole('region', { name: 'Why' });
  await expect(why.getByRole('heading', { name: 'Why this system is in scope' })).toBeVisible();
  const [contact, ground, conclusion] = [0, 1, 2].map((step) => why.locator('ol > li').nth(step));
  await expect(contact!).toContainText('bi-02 opened 5432/tcp postgres to vault-db-03');
  for (const words of ['Direction:', 'Contact: both sides sent', 'Coverage:', 'Rules:']) {
    await expect(contact!).toContainText(words);
  }
  await expect(ground!).toContainText('vault-db-03 is CDE');
  await expect(conclusion!).toContainText('Therefore bi-02: Connected-to, 1 hop from account data (rule R5).');
  await why.getByRole('link', { name: 'Show this way on the map' }).click();
  await expect(page).toHaveURL(/\/map\?.*why=1/);
  await expect(why.getByRole('button', { name: 'Show all its relationships' })).toBeVisible();
  // With the keyboard the way goes and comes again.
  await page.getByRole('region', { name: 'Scope map' }).focus();
  await page.keyboard.press('w');
  await expect(page).not.toHaveURL(/why=1/);
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/why=1/);
});

test('what is not shown to be out of scope names the tests that it lacks, and is drawn inside the boundary', async ({
  page,
}) => {
  await openHost(page, 'ws-033');
  const why = details(page).getByRole('region', { name: 'Why' });
  await expect(why).toContainText('Out of scope is only what passes all four tests');
  const tests = why.getByRole('list', { name: 'Tests of isolation' }).locator('> li');
  await expect(tests).toHaveCount(4);
  await expect(tests.nth(2)).toContainText('A segmentation test has shown it: not shown');
  await openMap(page);
  await page.getByRole('button', { name: 'Outline' }).click();
  const tree = page.getByRole('tree', { name: 'Outline of the map' });
  await expect(tree.getByRole('treeitem', { name: /Undetermined: \d+ zones?/ })).toBeVisible();
  await expect(tree.getByRole('treeitem', { name: /Out of scope: no zone/ })).toBeVisible();
});

test('two periods are compared: counters, list, steps by keyboard, and a link that shows it again', async ({
  page,
}) => {
  await openMap(page);
  await page.getByRole('button', { name: 'Compare ▾' }).click();
  await page.getByRole('button', { name: /^The later half of / }).click();
  const counters = page.getByRole('status').filter({ hasText: 'Against' });
  await expect(counters).toContainText(/\+ [\d,]+ relationships/);
  await expect(counters).toContainText(/− [\d,]+ relationships/);
  await expect(counters).toContainText('categories of then are not known');
  await expect(page).toHaveURL(/cmp=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d/);
  await page.getByRole('button', { name: 'Outline' }).click();
  const tree = page.getByRole('tree', { name: 'Outline of the map' });
  await expect(tree.getByRole('treeitem', { name: /^▾?▸?\s*Changes: \d+ lines and hosts/ })).toBeVisible();
  await page.getByRole('region', { name: 'Scope map' }).focus();
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/sel=bundle/);
  const first = page.url();
  await page.keyboard.press('n');
  expect(page.url()).not.toBe(first);
  await page.keyboard.press('p');
  await expect(page).toHaveURL(first);
  await page.reload();
  await expect(counters).toContainText('relationships');
  await expect(details(page)).toBeVisible();
  await counters.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(page).not.toHaveURL(/cmp=/);
});

test('the picture is saved as it is shown, with period, filter and legend', async ({ page }) => {
  await openMap(page, '?q=cat:cde&level=zones&infra=hide');
  const svg = (await savePicture(page, 'Picture as SVG')).toString('utf8');
  for (const words of [
    'Scope map',
    'only cat:cde',
    'without shared infrastructure',
    'Card vault',
    'Direction unknown',
  ]) {
    expect(svg).toContain(words);
  }
  expect(svg).not.toMatch(/<script|<image|href=/);
  expect(svg).not.toContain('>infra · ');
  const png = await savePicture(page, 'Picture as PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBeGreaterThan(1500);
});

test('nothing moves when the filter or the period changes, or the page is loaded again', async ({ page }) => {
  await openMap(page);
  const whole = await places(page);
  expect(whole.size).toBeGreaterThan(8);
  const unmoved = async () => {
    for (const [text, place] of await places(page))
      if (whole.has(text)) expect(`${text} ${place}`).toBe(`${text} ${whole.get(text)}`);
  };
  await openMap(page, '?q=status:violation');
  await unmoved();
  await page.goto('/map?from=2000-01-01&to=2100-01-01');
  await expect(page.getByTestId('map-canvas').locator('canvas').first()).toBeVisible();
  await unmoved();
  await openMap(page);
  expect(await places(page)).toEqual(whole);
});

async function another(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({
    viewport: page.viewportSize(),
    reducedMotion: 'reduce',
    storageState: await page.context().storageState(),
  });
  return context.newPage();
}

test('a link opens the same picture for another person, to the last pixel', async ({ page, browser }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openMap(page, '?q=zone:%22Card%20vault%22');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(page).toHaveURL(/vp=/);
  // What was zoomed is drawn from textures of another size; a picture drawn at once is the same on every machine.
  await page.reload();
  await expect(page.getByTestId('map-canvas').locator('canvas').first()).toBeVisible();
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(1500);
  const own = await page.getByTestId('map-canvas').screenshot();
  const other = await another(browser, page);
  await other.goto(page.url());
  await expect(other.getByTestId('map-canvas').locator('canvas').first()).toBeVisible();
  await expect
    .poll(async () => (await other.getByTestId('map-canvas').screenshot()).equals(own), { timeout: 20_000 })
    .toBe(true);
  await other.context().close();
});

test('a view is saved under a name, opened by another, and deleted', async ({ page, browser }) => {
  await openMap(page, '?q=dst.cat:cde&level=zones');
  await page.getByRole('button', { name: 'Views ▾' }).click();
  await page.getByLabel('Save this view as').fill('Into the CDE');
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Saved views' });
  await expect(list.getByRole('link', { name: 'Into the CDE' })).toBeVisible();
  await page.getByLabel('Save this view as').fill('into the cde');
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByText('you have a view of this name already')).toBeVisible();

  const other = await another(browser, page);
  await openMap(other);
  await other.getByRole('button', { name: 'Views ▾' }).click();
  await other.getByRole('link', { name: 'Into the CDE' }).click();
  await expect(other).toHaveURL(/q=dst.cat%3Acde&level=zones/);
  await expect(other.getByRole('combobox', { name: 'Query' })).toHaveValue('dst.cat:cde');
  await other.context().close();

  await page.getByRole('button', { name: 'Delete the view Into the CDE' }).click();
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
});

test('Tidy is looked at first; kept for everybody it can be undone', async ({ page }) => {
  await openMap(page);
  const before = await places(page);
  await page.getByRole('button', { name: 'Tidy…' }).click();
  await page.getByRole('button', { name: 'Leave as it was' }).click();
  expect(await places(page)).toEqual(before);
  await page.getByRole('button', { name: 'Tidy…' }).click();
  await page.getByRole('button', { name: 'Keep for everybody' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect.poll(async () => [...(await places(page))]).toEqual([...before]);
  await page.goto('/audit');
  await expect(page.getByRole('table', { name: 'Audit entries' })).toContainText('the map');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the map with a way, a comparison and its menus has no accessibility violation in the ${colorScheme} theme`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const check = async () => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    };
    await openHost(page, 'bi-02');
    await details(page).getByRole('link', { name: 'Show this way on the map' }).click();
    await expect(details(page)).toContainText('Therefore');
    await check();
    await openMap(page);
    await page.getByRole('button', { name: 'Compare ▾' }).click();
    await page.getByRole('button', { name: /^The later half of / }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Against' })).toBeVisible();
    await check();
    await page.getByRole('button', { name: 'Views ▾' }).click();
    await expect(page.getByLabel('Save this view as')).toBeVisible();
    await check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Compare ▾' }).click();
    await expect(page.getByLabel('With days from')).toBeVisible();
    await check();
  });
}
