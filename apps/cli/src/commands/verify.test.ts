import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { generateSigningKey, manifestHead, NO_RECORDS, packFiles, readSigningKey, writePack } from '@scopemap/evidence';
import { referenceFacts } from '@scopemap/reference-network';
import { classifyScope } from '@scopemap/scope-model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

const key = readSigningKey(generateSigningKey());
let folder: string;
let pack: string;
let fileCount: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scopemap-verify-'));
  pack = join(folder, 'pack.zip');
  const facts = referenceFacts({ end: Date.UTC(2026, 9, 1), days: 35 }, 'withRulesAndTests');
  const about = { snapshotId: 's-1', productVersion: '0.1.0', takenAt: facts.now, takenBy: 'ann', redacted: false };
  const input = { about, facts, classification: classifyScope(facts), records: NO_RECORDS };
  const files = packFiles(input);
  fileCount = files.length;
  await pipeline(writePack(files, manifestHead(input), key), createWriteStream(pack));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('says that a pack is whole, and by whose key', async () => {
  const { code, stdout } = await runCli('verify', pack);
  expect(stdout).toContain(`Signed by    ${key.fingerprint}  (compare with the installation)`);
  expect(stdout).toContain(`✓ ${fileCount} files are as they were signed, and the tables follow from the facts.`);
  expect(code).toBe(0);
});

it('refuses the key of another installation', async () => {
  const other = join(folder, 'other.pem');
  await writeFile(other, readSigningKey(generateSigningKey()).publicKeyPem);
  const { code, stdout } = await runCli('verify', pack, '--key', other);
  expect(stdout).toContain('✕ public-key.pem is not the key that was expected');
  expect(code).toBe(1);
});

it('names the file of a changed byte', async () => {
  const bytes = await readFile(pack);
  const at = bytes.indexOf('tables/t02-inventory.csv') + 400;
  bytes[at] = (bytes[at] as number) ^ 1;
  const changed = join(folder, 'changed.zip');
  await writeFile(changed, bytes);
  const { code, stdout } = await runCli('verify', changed);
  expect(stdout).toMatch(/✕ tables\/t02-inventory\.csv /);
  expect(code).toBe(1);
});

it('says what is wrong with a file that is no pack', async () => {
  const { code, stderr } = await runCli('verify', import.meta.filename);
  expect(stderr).toMatch(/verify\.test\.ts is no ZIP file/);
  expect(code).toBe(1);
  expect((await runCli('verify')).code).toBe(2);
});
