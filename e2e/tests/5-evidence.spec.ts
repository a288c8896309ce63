import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network.
const root = join(import.meta.dirname, '../..');

test('a snapshot is taken, exported and taken away; the pack verifies with the shown fingerprint', async ({ page }) => {
  await page.goto('/evidence');
  await page.getByRole('button', { name: 'Take a snapshot' }).first().click();
  await page.getByLabel('Reason').fill('Yearly confirmation');
  await page.getByRole('button', { name: 'Save snapshot' }).click();
  const snapshot = page.getByRole('region', { name: /^Snapshot of / }).filter({ hasText: 'Yearly confirmation' });
  await expect(snapshot.getByText('CDE · handles account data')).toBeVisible({ timeout: 60_000 });

  await snapshot.getByRole('button', { name: 'Export a pack' }).click();
  const link = snapshot.getByRole('link', { name: 'Download pack' });
  await expect(link).toBeVisible({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^scopemap-evidence-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.zip$/);

  const fingerprint = await page.getByTestId('fingerprint').textContent();
  const scopemap = [join(root, 'apps/cli/src/main.ts'), 'verify', await download.path()];
  const { stdout } = await promisify(execFile)(process.execPath, scopemap, { cwd: root });
  expect(stdout).toContain(`Signed by    ${fingerprint}`);
  expect(stdout).toContain('are as they were signed, and the tables follow from the facts.');
});
