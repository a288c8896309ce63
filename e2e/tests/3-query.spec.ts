import { expect, type Page, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network.
const bar = (page: Page) => page.getByRole('combobox', { name: 'Query' });
const count = async (page: Page) => {
  const text = await page
    .getByRole('status')
    .filter({ hasText: /relationship|host/ })
    .first()
    .textContent();
  return Number(/([\d,]+) (?:relationships?|hosts?)$/.exec(text ?? '')?.[1]?.replaceAll(',', ''));
};

test('a query is typed with completion by keyboard, narrows every view, and travels in the link', async ({
  page,
  browser,
}) => {
  await page.goto('/relationships');
  await expect(page.getByRole('table', { name: 'Relationships' })).toBeVisible();
  const all = await count(page);

  await bar(page).click();
  await page.keyboard.type('dst.zo');
  await expect(page.getByRole('option', { name: /^dst\.zone:/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('dst.zone:');
  await page.keyboard.type('card');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveValue('dst.zone:"Card vault" ');
  await expect.poll(() => page.url()).toContain('q=dst.zone');
  await expect.poll(() => count(page)).toBeLessThan(all);
  const narrowed = await count(page);
  expect(narrowed).toBeGreaterThan(0);

  const other = await (await browser.newContext()).newPage();
  await other.goto(page.url());
  await expect(bar(other)).toHaveValue('dst.zone:"Card vault"');
  await expect.poll(() => count(other)).toBe(narrowed);
  await other.context().close();

  await page.getByRole('navigation', { name: 'Pages' }).getByText('Hosts').click();
  await expect(bar(page)).toHaveValue(/Card vault/);
  await expect(page.getByRole('table', { name: 'Hosts' })).toContainText('vault-db-03');
});

test('a query that cannot be used names the fault, and the last good one holds', async ({ page }) => {
  await page.goto('/relationships?q=port%3A5432');
  await expect(page.getByRole('table', { name: 'Relationships' })).toBeVisible();
  const before = await count(page);
  await bar(page).fill('prt:5432');
  const problem = page.locator('#query-problem');
  await expect(problem).toContainText(/prt/);
  await expect(problem).toContainText(/port/);
  await expect(problem).toContainText('The query before still holds');
  expect(page.url()).toContain('q=port%3A5432');
  expect(await count(page)).toBe(before);
});

test('a preset fills the bar', async ({ page }) => {
  await page.goto('/relationships');
  await page.getByRole('button', { name: 'Presets' }).click();
  await page.getByRole('menuitem', { name: /Into the CDE/ }).click();
  await expect(bar(page)).toHaveValue('dst.cat:cde -src.cat:cde');
  await expect.poll(() => page.url()).toContain('dst.cat');
});
