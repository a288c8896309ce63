import { expect, type Page, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network.

/** Number in front of `relationship(s)` in the line beside the heading. */
async function counted(page: Page): Promise<number> {
  const line = page
    .getByRole('status')
    .filter({ hasText: /relationships?/ })
    .first();
  await expect(line).toBeVisible();
  return Number(/([0-9,]+) relationship/.exec((await line.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
}

test('the matrix is walked by keyboard, and a cell leads to exactly its relationships', async ({ page }) => {
  await page.goto('/matrix');
  const grid = page.getByRole('grid', { name: 'Traffic from zone to zone' });
  const wanted = grid.getByRole('button', { name: /^Payment application to Card vault:/ });
  // Zones of other tests may stand between any two.
  const [row, column] = ((await wanted.getAttribute('data-cell')) ?? '').split(',').map(Number);
  await grid.locator(`[data-cell="${Number(row) - 1},${column}"]`).focus();
  await page.keyboard.press('ArrowDown');
  await expect(wanted).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(grid.locator(`[data-cell="${row},0"]`)).toBeFocused();
  await wanted.focus();
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: 'Payment application → Card vault' })).toBeVisible();
  const inCell = Number(/([0-9,]+) relationship/.exec((await details.textContent()) ?? '')?.[1]);
  expect(inCell).toBeGreaterThan(0);
  await details.getByRole('link', { name: 'Open in Relationships' }).click();
  await expect(page.getByRole('heading', { name: 'Relationships' })).toBeVisible();
  expect(await counted(page)).toBe(inCell);
});

test('the matrix follows the query, and a link to a cell shows it again', async ({ page }) => {
  await page.goto('/matrix?q=status:violation');
  const grid = page.getByRole('grid');
  const cell = grid.getByRole('button', { name: /^Corporate servers to Card vault: [0-9]+ violations?,/ });
  await cell.click();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Violation');
  await page.reload();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Corporate servers → Card vault');
});

test('clearing the filters from outside the query bar clears it', async ({ page }) => {
  await page.goto('/hosts?q=cat:cde');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('combobox', { name: 'Query' })).toHaveValue('');
  await expect(page).toHaveURL(/\/hosts$/);
});

test('the files of the tables have as many lines as the tables say rows', async ({ page, request }) => {
  await page.goto('/relationships?q=cat:cde');
  const rows = await counted(page);
  const href = await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href');
  const file = await (await request.get(href ?? '')).text();
  expect(file.trimEnd().split('\r\n').length - 1).toBe(rows);
});

test('the review queue is worked through by keyboard: move, mark, approve with a business need', async ({ page }) => {
  await page.goto('/review');
  const queue = page.getByRole('list', { name: 'Review queue' });
  const first = queue.getByRole('listitem').first();
  await expect(first).toContainText('Violation');
  await first.focus();
  await page.keyboard.press('j');
  await expect(queue.getByRole('listitem').nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(first).toBeFocused();
  await page.keyboard.press('s');
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
  await page.keyboard.press('Escape');

  const service = 'Showroom → Payment application: 8443/tcp https-alt';
  const entry = queue.getByRole('listitem').filter({ hasText: service });
  await entry.focus();
  await page.keyboard.press('x');
  await expect(entry.getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Approve 1 service' });
  await dialog.getByLabel('Business need').fill('Demonstration of the new terminals');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toBeHidden();
  await expect(entry).toHaveCount(0);

  await page.goto('/audit');
  await page.getByLabel('Search the audit').fill('new terminals');
  await expect(page.getByRole('table', { name: 'Audit entries' })).toContainText('Showroom to Payment application');
  await expect(page.getByText('chain unbroken')).toBeVisible();
});

test('many hosts are tagged at once, after a preview, with a reason', async ({ page }) => {
  await page.goto('/hosts?q=zone:Voice');
  await page.getByRole('button', { name: /^Tag all [0-9]+$/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^[0-9]+ hosts?$/)).toBeVisible();
  await dialog.getByLabel('They are').selectOption('undetermined');
  await expect(dialog.getByRole('button', { name: 'Save claim' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Nobody has looked at the phones yet');
  await dialog.getByRole('button', { name: 'Save claim' }).click();
  await expect(dialog).toBeHidden();
  await page.goto('/audit');
  await page.getByLabel('Search the audit').fill('looked at the phones');
  await expect(page.getByRole('table', { name: 'Audit entries' }).getByRole('row')).not.toHaveCount(1);
});

test('coverage never calls a boundary watched without the number behind it', async ({ page }) => {
  await page.goto('/coverage');
  await expect(page.getByText(/^[0-9]+ of [0-9]+ boundaries are watched in full\./)).toBeVisible();
  const table = page.getByRole('table', { name: 'Boundaries' });
  await table.getByRole('row').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Between / })).toBeVisible();
});
