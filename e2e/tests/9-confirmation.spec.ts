import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network and 5-evidence.spec.ts has taken a snapshot.

async function reason(page: Page, text: string, button: string): Promise<void> {
  await page.getByLabel('Reason').fill(text);
  await page.getByRole('button', { name: button }).click();
}

async function takeSnapshot(page: Page, why: string): Promise<void> {
  await page.goto('/evidence');
  await page.getByRole('button', { name: 'Take a snapshot' }).first().click();
  await reason(page, why, 'Save snapshot');
  await expect(page.getByRole('region', { name: /^Snapshot of / }).filter({ hasText: why })).toBeVisible({
    timeout: 60_000,
  });
}

test('a confirmation is answered element by element, prepared, and refused to the same person', async ({ page }) => {
  await takeSnapshot(page, 'For the confirmation');
  await page.goto('/confirmation');
  await page.getByRole('button', { name: 'Start a confirmation' }).click();
  await reason(page, 'Twelve months', 'Save confirmation');
  await expect(page.getByRole('heading', { name: /^Confirmation \d+: being written$/ })).toBeVisible({
    timeout: 60_000,
  });

  const fourth = page.getByRole('region', { name: 'Element 4' });
  await expect(fourth.getByText(/^Systems CDE_CHD: [1-9]/)).toBeVisible();
  await expect(fourth.getByRole('link', { name: 'Hosts' }).first()).toHaveAttribute('href', '/hosts');
  await expect(page.getByRole('button', { name: /^Prepare version 1$/ })).toBeDisabled();

  for (let element = 1; element <= 7; element++) {
    const card = page.getByRole('region', { name: `Element ${element}` });
    await card.getByLabel('Statement of the entity').fill(`Reviewed with the owners of element ${element}.`);
  }
  await page.getByRole('region', { name: 'Element 5' }).getByLabel('Result of element 5').selectOption('open');
  await page.getByRole('region', { name: 'Element 5' }).getByLabel('Open items, one a line').fill('Retest Voice');
  await page.getByLabel('What was changed, and why').fill('Answers of the owners');
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(page.getByText(/Version 2 of /)).toBeVisible();

  const signatures = page.getByRole('region', { name: 'Signatures' });
  await signatures.getByLabel('Your position').fill('Network engineer');
  await signatures.getByRole('button', { name: 'Prepare version 2' }).click();
  await expect(signatures.getByText(/^Prepared by /)).toBeVisible();
  await signatures.getByLabel('Your position').fill('Security officer');
  await signatures.getByRole('button', { name: 'Review version 2' }).click();
  await expect(signatures.getByRole('alert')).toContainText('three different people');

  const assessor = page.getByRole('region', { name: 'Assessor' });
  await assessor.getByLabel('Remark').fill('Which backups were looked at?');
  await assessor.getByRole('button', { name: 'Add comment' }).click();
  await expect(assessor.getByText('Which backups were looked at?').first()).toBeVisible();
});

test('relationships of a line are marked as carrying account data, listed as a flow and taken back', async ({
  page,
}) => {
  const answer = await page.request.get('/api/graph');
  const { bundles } = (await answer.json()) as { bundles: { id: string; pairs: number; service: string }[] };
  const bundle = bundles.find(({ service, pairs }) => service.startsWith('5432/tcp') && pairs > 1);
  await page.goto(`/map?sel=${encodeURIComponent(`bundle:${bundle?.id}`)}`);
  await page.getByRole('button', { name: 'Carries account data…' }).click();
  await page.getByLabel('Flow', { exact: true }).fill('Settlement of the day');
  await page.getByLabel('settlement').check();
  await page.getByLabel('card-present', { exact: true }).check();
  await page.getByLabel('Protection on the way').fill('TLS 1.3');
  await reason(page, 'Data flow review', 'Save statement');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.goto('/account-data');
  const flow = page.getByRole('region', { name: 'Settlement of the day' });
  await expect(flow.getByRole('row').nth(1)).toContainText('TLS 1.3');
  const rows = await flow.getByRole('row').count();
  await flow.getByRole('button', { name: 'Take back' }).first().click();
  await reason(page, 'Carries tokens only', 'Save withdrawal');
  await expect(flow.getByRole('row')).toHaveCount(rows - 1);
});

test('two snapshots are compared', async ({ page }) => {
  await takeSnapshot(page, 'For the comparison');
  await page.goto('/changes');
  await expect(page.getByText(/[1-9]\d* × tag added/)).toBeVisible({ timeout: 60_000 });
  const table = page.getByRole('table', { name: 'Changes' });
  await expect(table.getByRole('row').filter({ hasText: 'carries account data' }).first()).toBeVisible();
});

test('a request on a host is answered and closed, and stays in the list', async ({ page }) => {
  const answer = await page.request.get('/api/hosts?limit=1');
  const { hosts } = (await answer.json()) as { hosts: { id: number; address: string }[] };
  await page.goto(`/map?sel=${encodeURIComponent(`host:${hosts[0]?.id}`)}`);
  const comments = page.getByRole('region', { name: 'Comments' });
  await comments.getByLabel('Comment, question or request').fill('Please show the hardening record.');
  await comments.getByLabel('Kind').selectOption('request');
  await comments.getByRole('button', { name: 'Add' }).click();
  await expect(comments.getByText('Please show the hardening record.').first()).toBeVisible();

  await page.goto('/requests?state=open');
  const thread = page.getByRole('article').filter({ hasText: 'Please show the hardening record.' });
  await expect(thread).toContainText(hosts[0]?.address ?? '');
  await thread.getByRole('textbox').fill('See DOC-12.');
  await thread.getByRole('button', { name: 'Answer', exact: true }).click();
  await expect(thread).toBeHidden();
  await page.goto('/requests');
  await expect(thread).toContainText('See DOC-12.');
  await expect(thread).toContainText('answered');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const path of ['/confirmation', '/confirmation?id=1', '/account-data', '/changes', '/requests']) {
    test(`${path} in the ${colorScheme} theme has no accessibility violation`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto(path);
      await expect(page.getByRole('navigation', { name: 'Evidence' })).toBeVisible();
      await expect(page.getByRole('status', { name: /Loading/ })).toHaveCount(0, { timeout: 60_000 });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
    });
  }
}
