import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceInput } from '../evidence-input.ts';
import { confirmedInput } from '../testing/confirmed-view.ts';
import { manifestHead } from './manifest.ts';
import { openPack } from './open-pack.ts';
import type { PackFile } from './pack-file.ts';
import { packFiles } from './pack-files.ts';
import { generateSigningKey, readSigningKey } from './signing-key.ts';
import { verifyPack } from './verify-pack.ts';
import { writePack } from './write-pack.ts';

const folder = await mkdtemp(join(tmpdir(), 'scopemap-confirmed-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const key = readSigningKey(generateSigningKey());
const input = confirmedInput();
let made = 0;

async function packOf(of: EvidenceInput, change: (files: PackFile[]) => PackFile[] = (files) => files) {
  const file = join(folder, `${made++}.zip`);
  await pipeline(writePack(change(packFiles(of)), manifestHead(of), key), createWriteStream(file));
  return openPack(file);
}

describe('a pack with a confirmation', () => {
  it('verifies, and is the same byte for byte when it is made again', async () => {
    const [one, other] = [await packOf(input), await packOf(confirmedInput())];
    expect((await verifyPack(one)).findings).toEqual([]);
    const digests = async (pack: typeof one) =>
      Promise.all(pack.paths.filter((path) => !path.startsWith('manifest')).map((path) => pack.digest(path)));
    expect(await digests(one)).toEqual(await digests(other));
    for (const path of ['tables/t01-scope-confirmation.csv', 'tables/t14-changes.json', 'diagrams/account-data.svg'])
      expect(one.paths).toContain(path);
    one.close();
    other.close();
  });

  it.each([
    ['another approver', (text: string) => text.replace('"cid"', '"mallory"'), 'tables/t01-scope-confirmation.csv'],
    ['a change left out', (text: string) => text.replaceAll('"added"', '"removed"'), 'tables/t14-changes.csv'],
    ['a field that no record has', (text: string) => text.replace('{', '{"more":1,'), 'records.json'],
  ])('is found out although it is signed: %s', async (_, edit, path) => {
    const pack = await packOf(input, (files) =>
      files.map((file) => {
        if (file.path !== 'records.json') return file;
        const [text] = [...(file.content() as Iterable<string>)];
        return { path: file.path, content: () => [edit(text as string)] };
      }),
    );
    expect((await verifyPack(pack)).findings.map((finding) => finding.path)).toContain(path);
    pack.close();
  });
});
