import { expect, test } from '@playwright/test';

// Runs after 1-first-light.spec.ts has loaded the sample network.
const RULES = [
  'hostname fw-hq',
  'access-list INSIDE extended permit tcp 10.10.1.0 255.255.255.192 10.10.2.0 255.255.255.224 eq 5432',
  'access-list INSIDE extended permit gibberish',
  'access-list INSIDE extended deny ip any any',
].join('\n');

test('rules are pasted, looked at, stored and bound; every relationship then has a verdict by a line', async ({
  page,
}) => {
  await page.goto('/rules');
  await page.getByRole('button', { name: 'Import rules' }).first().click();
  await page.getByLabel('Text of the rule file').fill('hello');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('nothing in the text tells which format it is')).toBeVisible();

  await page.getByLabel('Text of the rule file').fill(RULES);
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('3 rules in 1 list')).toBeVisible();
  await page.getByText('1 line not understood.').click();
  const unread = page.getByRole('table', { name: 'Lines that were not understood' });
  await expect(unread.getByRole('row', { name: /^3 .*gibberish.* is no protocol$/ })).toBeVisible();

  await page.getByLabel('Control', { exact: true }).selectOption({ label: 'A new control …' });
  await page.getByLabel('Name of the control').fill('Firewall HQ');
  await page.getByLabel('Reason').fill('Quarterly review');
  await page.getByRole('button', { name: 'Store these rules' }).click();
  const control = page.getByRole('region', { name: 'Firewall HQ' });
  await expect(control.getByText('Version 1')).toBeVisible();

  await control.getByRole('button', { name: 'Bind a list' }).click();
  await page.getByLabel('Connections from').selectOption({ label: 'Payment application' });
  await page.getByLabel('to', { exact: true }).selectOption({ label: 'Card vault' });
  await page.getByLabel('Reason').fill('access-group INSIDE in');
  await page.getByRole('button', { name: 'Save binding' }).click();
  await expect(control.getByText(/[1-9][0-9]* allowed/)).toBeVisible();

  await control.getByRole('button', { name: 'Show verdicts' }).click();
  const verdicts = page.getByRole('table', { name: 'Verdicts' });
  await expect(verdicts.getByText('line 2 of INSIDE').first()).toBeVisible();
  await page.getByText('Rules', { exact: true }).last().click();
  const rules = page.getByRole('table', { name: 'Rules' });
  await expect(rules.getByRole('row', { name: /gibberish/ })).toContainText('not understood');
});
