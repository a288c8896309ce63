import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network, so every page has content.
const PAGES = [
  '/',
  '/hosts',
  '/relationships',
  '/matrix',
  '/review',
  '/zones',
  '/rules',
  '/planning',
  '/runs',
  '/evidence',
  '/exporters',
  '/coverage',
  '/audit',
  '/import',
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const path of PAGES) {
    test(`${path} in the ${colorScheme} theme has no accessibility violation`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(path);
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
      await expect(page.getByRole('status', { name: /Loading/ })).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
      await context.close();
    });
  }
}

test('the map can be used by keyboard alone: outline, a host, why it is in scope', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Outline' }).focus();
  await page.keyboard.press('Enter');
  const tree = page.getByRole('tree', { name: 'Outline of the map' });
  await expect(tree).toBeVisible();
  await tree.getByRole('treeitem').first().focus();
  const goDownTo = async (row: RegExp) => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    for (let presses = 0; presses < 120 && !row.test(await focused()); presses++)
      await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(row);
  };
  await goDownTo(/Card vault: \d+ hosts/);
  await page.keyboard.press('ArrowRight');
  await goDownTo(/^\W*vault-db-03:/);
  const details = page.getByRole('complementary', { name: 'Details' });
  await page.keyboard.press('Enter');
  await expect(details).toContainText('vault-db-03');
  await expect(details).toContainText('Why this system is in scope');
});
