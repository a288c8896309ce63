import { expect, type Page, test } from '@playwright/test';

// No other test knows these networks (RFC 2544) and names.
const LIST = `Name;Claim;Networks;Description
Staff: benches;connected;198.18.8.0/25;Where people work
Staff: printers;;198.18.8.128/25;
`;
const FAULTY = 'name,networks\nStaff: benches,198.18.8.1/25\n,198.18.9.0/24\n';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ request }) => {
  const job = (await (await request.post('/api/sample')).json()) as { id: string };
  await expect
    .poll(async () => ((await (await request.get(`/api/imports/${job.id}`)).json()) as { state: string }).state, {
      timeout: 60_000,
    })
    .toBe('done');
  // Conflicts and findings come with the classification behind it.
  await expect
    .poll(async () => (await (await request.get('/api/scope/items?code=tag-conflict')).text()).includes('bi-02'), {
      timeout: 60_000,
    })
    .toBe(true);
});

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const choose = (page: Page) => page.locator('input[type=file]').first();
const zones = (page: Page) => page.getByRole('table', { name: 'Zones' });

/** Moves the focus on by Tab until it stands on what `where` finds. */
async function tabTo(page: Page, where: ReturnType<Page['getByRole']>): Promise<void> {
  await expect(where).toBeVisible();
  for (let presses = 0; presses < 150; presses++) {
    if (await where.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never led there');
}

test('a list with faults names line, column and value, and changes nothing', async ({ page }) => {
  await page.goto('/import');
  await choose(page).setInputFiles(csv('faulty.csv', FAULTY));
  const dialog = page.getByRole('dialog');
  const faults = dialog.getByRole('table', { name: 'Faults' });
  await expect(faults.getByRole('row').nth(1)).toContainText(/2\s*networks\s*198\.18\.8\.1\/25/);
  await expect(faults.getByRole('row').nth(2)).toContainText(/3\s*name\s*empty\s*a zone needs a name/);
  await expect(dialog.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.goto('/zones');
  await expect(zones(page).getByText('Corporate servers')).toBeVisible();
  await expect(zones(page).getByText('Staff: benches')).toHaveCount(0);
});

test('by mouse: a list is looked at, taken over, and taken back', async ({ page }) => {
  await page.goto('/import');
  await choose(page).setInputFiles(csv('staff.csv', LIST));
  const dialog = page.getByRole('dialog', { name: 'Zones: staff.csv' });
  await expect(dialog.getByRole('table', { name: 'Changes' }).getByRole('row')).toHaveCount(3);
  await expect(dialog.getByRole('table', { name: 'Changes' })).toContainText('198.18.8.128/25');
  await dialog.getByLabel('Reason').fill('inventory of the staff');
  await dialog.getByRole('button', { name: 'Import 2 changes' }).click();
  await expect(dialog).toBeHidden();
  const card = page.getByRole('region', { name: 'List staff.csv' });
  await expect(card).toContainText('inventory of the staff');
  await page.goto('/zones');
  await expect(zones(page).getByText('Staff: printers')).toBeVisible();

  await page.goto('/import');
  await card.getByRole('button', { name: 'Undo staff.csv' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('the wrong file');
  await page.getByRole('button', { name: 'Save undo' }).click();
  await expect(card).toContainText('Taken back by');
  await page.goto('/zones');
  await expect(zones(page).getByText('Corporate servers')).toBeVisible();
  await expect(zones(page).getByText('Staff: printers')).toHaveCount(0);
});

test('a zone shows what would move before it is saved', async ({ page }) => {
  await page.goto('/zones');
  await zones(page).getByRole('button', { name: 'Edit Corporate servers' }).click();
  const dialog = page.getByRole('dialog');
  const moves = dialog.getByRole('region', { name: 'What would move' });
  await expect(moves).toContainText('No host would move');
  await dialog.getByLabel('Networks').fill('');
  await expect(moves).toContainText(/[0-9]+ hosts would move/);
  await expect(moves).toContainText('from Corporate servers to no zone');
  await moves.getByRole('button', { name: 'Show which categories would change' }).click();
  await expect(moves.getByRole('table', { name: 'Systems by category' })).toContainText('Undetermined');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(zones(page).getByRole('row', { name: /Corporate servers/ })).not.toContainText('none');
});

test('by keyboard only: import a list, tag hosts, approve a service, resolve a conflict', async ({ page }) => {
  await page.goto('/import');
  await tabTo(page, page.getByRole('group', { name: 'Choose files to import' }));
  const opening = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await opening).setFiles(csv('keys.csv', LIST));
  const list = page.getByRole('dialog', { name: 'Zones: keys.csv' });
  await tabTo(page, list.getByLabel('Reason'));
  await page.keyboard.type('inventory, by keyboard');
  await tabTo(page, list.getByRole('button', { name: 'Import 2 changes' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'List keys.csv' })).toContainText('by keyboard');

  await page.goto('/review');
  const queue = page.getByRole('list', { name: 'Review queue' });
  const conflict = queue.getByRole('listitem').filter({ hasText: /Tag conflict.*file-01/ });
  await expect(conflict).toHaveCount(1);
  await page.goto('/hosts?q=host:file-01');
  await tabTo(page, page.getByRole('button', { name: /^Tag all/ }));
  await page.keyboard.press('Enter');
  const tagging = page.getByRole('form', { name: 'Claim of many hosts' });
  await tabTo(page, tagging.getByLabel('They are'));
  await page.keyboard.type('Connected');
  await tabTo(page, tagging.getByLabel('Reason'));
  await page.keyboard.type('files for the tills');
  await tabTo(page, tagging.getByRole('button', { name: 'Save claim' }));
  await page.keyboard.press('Enter');
  await expect(tagging).toBeHidden();

  await page.goto('/review');
  const service = queue.getByRole('listitem').filter({ hasText: 'Guest Wi-Fi → Payment application: 443/tcp https' });
  await tabTo(page, queue.getByRole('listitem').first());
  while (!(await service.evaluate((element) => element === document.activeElement))) await page.keyboard.press('j');
  await page.keyboard.press('a');
  const approving = page.getByRole('form', { name: 'Approve' });
  await tabTo(page, approving.getByLabel('Business need'));
  await page.keyboard.type('guests order at the table');
  await tabTo(page, approving.getByLabel('Owner'));
  await page.keyboard.type('Sales');
  await tabTo(page, approving.getByRole('button', { name: 'Approve' }));
  await page.keyboard.press('Enter');
  await expect(service).toHaveCount(0);
  const approvals = await (await page.request.get('/api/approvals')).json();
  expect(approvals.approvals).toContainEqual(
    expect.objectContaining({ businessNeed: 'guests order at the table', owner: 'Sales' }),
  );

  await expect(conflict).toHaveCount(0, { timeout: 30_000 });
});

test('an entry is put off and rejected with a reason, and that is taken back', async ({ page }) => {
  await page.goto('/review?q=host:nas-02');
  const queue = page.getByRole('list', { name: 'Review queue' });
  const conflict = queue.getByRole('listitem').filter({ hasText: /Tag conflict.*nas-02/ });
  await conflict.focus();
  await page.keyboard.press('z');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('moves next month');
  await dialog.getByRole('button', { name: 'Save decision' }).click();
  await expect(conflict).toHaveCount(0);
  await page.getByRole('radiogroup', { name: 'Queue' }).getByText('Put off').click();
  await expect(conflict).toContainText('moves next month');
  await conflict.getByRole('button', { name: /^Undo: put off/ }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('sooner after all');
  await page.getByRole('button', { name: 'Save undo' }).click();
  await expect(conflict).toHaveCount(0);
  await page.getByRole('radiogroup', { name: 'Queue' }).getByText('Open').click();
  await conflict.hover();
  await conflict.getByRole('button', { name: /^Reject/ }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('must not reach the vault');
  await page.getByRole('button', { name: 'Save decision' }).click();
  await expect(conflict).toHaveCount(0);
  await page.getByRole('radiogroup', { name: 'Queue' }).getByText('Rejected').click();
  await expect(conflict).toContainText('must not reach the vault');
});

test('planning: a suggestion is confirmed, a plan is tried out; the history tells what moved', async ({ page }) => {
  await page.goto('/planning');
  const suggestions = page.getByRole('list', { name: 'Suggestions' });
  const first = suggestions.getByRole('listitem').first();
  const words = (await first.locator('strong').first().textContent()) ?? '';
  await first.getByRole('button', { name: 'Yes, that is so…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('asked the owner');
  await page.getByRole('button', { name: 'Save statement' }).click();
  await expect(suggestions.getByText(words, { exact: true })).toHaveCount(0, { timeout: 30_000 });

  await page.getByRole('radiogroup', { name: 'Part of the planning' }).getByText('What if').click();
  const form = page.getByRole('form', { name: 'A change to try' });
  await form.getByLabel('What if').selectOption('claim');
  await form.getByLabel('Address').fill('10.99.99.99');
  await form.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Work out what would follow' }).click();
  await expect(page.getByRole('alert')).toContainText('10.99.99.99');

  await page.getByRole('radiogroup', { name: 'Part of the planning' }).getByText('Smaller scope').click();
  await expect(page.getByText(/systems? in scope, [0-9,]+ of them/)).toBeVisible({ timeout: 60_000 });

  await page.goto('/runs');
  await page
    .getByRole('button', { name: /^Moves of/ })
    .first()
    .click();
  await expect(page.getByRole('table', { name: 'Moves' }).getByRole('row').nth(1)).toBeVisible();
});
