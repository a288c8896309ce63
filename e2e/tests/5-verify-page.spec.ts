import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { openPack } from '@scopemap/evidence';

// Runs after 1-first-light.spec.ts has loaded the sample network.
const folder = mkdtempSync(join(tmpdir(), 'scopemap-verify-page-'));
const zip = join(folder, 'pack.zip');
const unpacked = join(folder, 'unpacked');
const verifyPage = join(folder, 'verify.html');
let fingerprint = '';

test.beforeAll(async ({ request }) => {
  const { id } = await (await request.post('/api/snapshots', { data: { reason: 'For the page' } })).json();
  const job = await (await request.post(`/api/snapshots/${id}/exports`)).json();
  await expect
    .poll(async () => (await (await request.get(`/api/exports/${job.id}`)).json()).state, { timeout: 60_000 })
    .toBe('done');
  writeFileSync(zip, await (await request.get(`/api/exports/${job.id}/file`)).body());
  fingerprint = (await (await request.get('/api/evidence/key')).json()).fingerprint;
  const pack = await openPack(zip);
  for (const path of pack.paths) {
    const file = join(unpacked, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await pack.read(path, 64 * 1024 ** 2));
  }
  pack.close();
  writeFileSync(verifyPage, readFileSync(join(unpacked, 'verify.html')));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

const MANY = { timeout: 60_000 };

/** Opens the page from the disk, as somebody does who was handed the pack; it must ask nothing of any network. */
async function opened(page: Page): Promise<string[]> {
  const asked: string[] = [];
  page.on('request', (request) => request.url().startsWith('file:') || asked.push(request.url()));
  await page.goto(pathToFileURL(verifyPage).href);
  return asked;
}

test('verify.html inside a pack says that it is as it was signed, without network', async ({ page, context }) => {
  await context.setOffline(true);
  const asked = await opened(page);
  await page.getByLabel('The pack (.zip)').setInputFiles(zip);
  await expect(page.getByText(/^✓ \d+ files are as they were signed\.$/)).toBeVisible(MANY);
  await expect(page.getByText(fingerprint)).toBeVisible();
  await page.getByLabel('or its unpacked folder').setInputFiles(unpacked);
  await expect(page.getByText(/^✓ \d+ files are as they were signed\.$/)).toBeVisible(MANY);
  expect(asked).toEqual([]);
});

/** What is done to a file of the folder, and what the page has to say, beside which file. */
const TAMPERED: readonly [what: string, path: string, change: (bytes: Buffer) => Buffer | null, problem: RegExp][] = [
  ['a changed letter', 'tables/t02-inventory.csv', (bytes) => flipped(bytes, 200), /was changed: its hash differs/],
  ['a changed picture', 'diagrams/map.svg', (bytes) => flipped(bytes, 300), /was changed/],
  [
    'a byte more',
    'report.pdf',
    (bytes) => Buffer.concat([bytes, Buffer.from(' ')]),
    /has \d+ bytes; the manifest says/,
  ],
  ['a file taken out', 'facts.json', () => null, /is missing/],
  ['a file added', 'approved.pdf', () => Buffer.from('x'), /was added/],
  ['no signature', 'manifest.sig', () => null, /is missing/],
  ['another signature', 'manifest.sig', () => Buffer.from(`${'A'.repeat(86)}==\n`), /is not the signature/],
  ['a signature that is none', 'manifest.sig', () => Buffer.from('%%%'), /is no signature/],
  ['no key', 'public-key.pem', () => null, /is missing/],
  ['a key that is none', 'public-key.pem', () => Buffer.from('x'), /is no public key/],
  [
    'another entity',
    'manifest.json',
    (bytes) => Buffer.from(bytes.toString().replace(/"entity": "./, '"entity": "X')),
    /is not the signature/,
  ],
  ['a manifest that is none', 'manifest.json', () => Buffer.from('{'), /is no JSON/],
];

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] as number) ^ 1;
  return changed;
}

for (const [what, path, change, problem] of TAMPERED) {
  test(`verify.html names ${path} for ${what}`, async ({ page }) => {
    const file = join(unpacked, path);
    const before = path === 'approved.pdf' ? null : readFileSync(file);
    const after = change(before ?? Buffer.alloc(0));
    if (after) writeFileSync(file, after);
    else rmSync(file);
    await opened(page);
    await page.getByLabel('or its unpacked folder').setInputFiles(unpacked);
    const named = path === 'manifest.json' && what === 'another entity' ? 'manifest.sig' : path;
    await expect(page.getByRole('listitem').filter({ hasText: named }).filter({ hasText: problem })).toBeVisible(MANY);
    await expect(page.getByText(/this pack is not what was signed\.$/)).toBeVisible();
    if (before) writeFileSync(file, before);
    else rmSync(file);
  });
}

test('verify.html refuses what is no pack, and a changed byte of the archive', async ({ page }) => {
  await opened(page);
  const input = page.getByLabel('The pack (.zip)');
  await input.setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') });
  await expect(page.getByText('✕ This is no ZIP file.')).toBeVisible();
  const bytes = readFileSync(zip);
  const changed = flipped(bytes, bytes.indexOf('tables/t02-inventory.csv') + 60);
  await input.setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: changed });
  await expect(page.getByRole('listitem').filter({ hasText: 'tables/t02-inventory.csv' })).toBeVisible(MANY);
});
