import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { facts, inputOf } from '../testing/reference-view.ts';
import {
  MANIFEST_PATH,
  type Manifest,
  manifestBytes,
  manifestHead,
  PUBLIC_KEY_PATH,
  SIGNATURE_PATH,
} from './manifest.ts';
import { openPack, PackError } from './open-pack.ts';
import { packFiles } from './pack-files.ts';
import { generateSigningKey, readSigningKey, signBytes } from './signing-key.ts';
import { type PackVerification, verifyPack } from './verify-pack.ts';
import { writePack } from './write-pack.ts';

const key = readSigningKey(generateSigningKey());
const stranger = readSigningKey(generateSigningKey());
const input = inputOf(facts);
const head = manifestHead(input);

let folder: string;
let whole: Map<string, Buffer>;
let made = 0;

async function saved(stream: NodeJS.ReadableStream): Promise<string> {
  const file = join(folder, `${made++}.zip`);
  await pipeline(stream, createWriteStream(file));
  return file;
}

async function contents(file: string): Promise<Map<string, Buffer>> {
  const pack = await openPack(file);
  const found = new Map<string, Buffer>();
  for (const path of pack.paths) found.set(path, await pack.read(path, 64 * 1024 ** 2));
  pack.close();
  return found;
}

async function verified(files: Map<string, Buffer>, knownKey: string | null = null): Promise<PackVerification> {
  const zip = new yazl.ZipFile();
  for (const [path, bytes] of files) zip.addBuffer(bytes, path);
  zip.end();
  const pack = await openPack(await saved(zip.outputStream));
  try {
    return await verifyPack(pack, knownKey);
  } finally {
    pack.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scopemap-pack-'));
  whole = await contents(await saved(writePack(packFiles(input), head, key)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function edited(path: string, edit: (text: string) => string): Map<string, Buffer> {
  const files = new Map(whole);
  const before = (files.get(path) as Buffer).toString();
  const after = edit(before);
  if (after === before) throw new Error(`the edit leaves ${path} as it is`);
  return files.set(path, Buffer.from(after));
}

function without(path: string): Map<string, Buffer> {
  const files = new Map(whole);
  files.delete(path);
  return files;
}

/** With a manifest that fits the changed files, signed by `by`: what somebody does who knows the format. */
function resigned(files: Map<string, Buffer>, by = key, change: (manifest: Manifest) => Manifest = (same) => same) {
  const manifest = change(JSON.parse((files.get(MANIFEST_PATH) as Buffer).toString()) as Manifest);
  const bytes = manifestBytes(manifest);
  return files
    .set(MANIFEST_PATH, bytes)
    .set(SIGNATURE_PATH, Buffer.from(signBytes(by, bytes)))
    .set(PUBLIC_KEY_PATH, Buffer.from(by.publicKeyPem));
}

async function relisted(files: Map<string, Buffer>): Promise<Map<string, Buffer>> {
  const { createHash } = await import('node:crypto');
  return resigned(new Map(files), key, (manifest) => ({
    ...manifest,
    files: manifest.files.flatMap((file) => {
      const bytes = files.get(file.path);
      return bytes
        ? [{ path: file.path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]
        : [];
    }),
  }));
}

const INVENTORY = 'tables/t02-inventory.csv';
const upper = (text: string) => text.replace('CDE_CHD', 'OUT_OF_SCOPE');

describe('a pack', () => {
  it('verifies, and says who signed', async () => {
    expect(await verified(whole, key.publicKeyPem)).toEqual({
      findings: [],
      manifest: expect.objectContaining({ entity: facts.entity.name, snapshotId: 's-1' }),
      fingerprint: key.fingerprint,
    });
  });

  it('is the same, byte for byte, when it is made again', async () => {
    const again = await contents(await saved(writePack(packFiles(input), head, key)));
    expect([...again].map(([path, bytes]) => [path, bytes.equals(whole.get(path) as Buffer)])).toEqual(
      [...whole.keys()].map((path) => [path, true]),
    );
  });

  it.each<[string, string, () => Map<string, Buffer> | Promise<Map<string, Buffer>>]>([
    ['a byte of a table', INVENTORY, () => edited(INVENTORY, upper)],
    ['a table as JSON', 'tables/t02-inventory.json', () => edited('tables/t02-inventory.json', upper)],
    [
      'a byte of the facts',
      'facts.json',
      () => edited('facts.json', (text) => text.replace('"stores":true', '"stores":false')),
    ],
    [
      'the workbook',
      'tables.xlsx',
      () => new Map(whole).set('tables.xlsx', Buffer.concat([whole.get('tables.xlsx') as Buffer, Buffer.from(' ')])),
    ],
    ['a space at the end of a file', INVENTORY, () => edited(INVENTORY, (text) => `${text} `)],
    ['a table taken out', INVENTORY, () => without(INVENTORY)],
    ['the facts taken out', 'facts.json', () => without('facts.json')],
    ['the manifest taken out', MANIFEST_PATH, () => without(MANIFEST_PATH)],
    ['the signature taken out', SIGNATURE_PATH, () => without(SIGNATURE_PATH)],
    ['the key taken out', PUBLIC_KEY_PATH, () => without(PUBLIC_KEY_PATH)],
    ['a file added', 'approved.pdf', () => new Map(whole).set('approved.pdf', Buffer.from('x'))],
    [
      'two files exchanged',
      INVENTORY,
      () => new Map(whole).set(INVENTORY, whole.get('tables/t03-segments.csv') as Buffer),
    ],
    [
      'the entity in the manifest',
      SIGNATURE_PATH,
      () => edited(MANIFEST_PATH, (text) => text.replace(facts.entity.name, 'Other')),
    ],
    [
      'the author in the manifest',
      SIGNATURE_PATH,
      () => edited(MANIFEST_PATH, (text) => text.replace('"ann"', '"bob"')),
    ],
    [
      'a hash in the manifest',
      INVENTORY,
      () =>
        edited(MANIFEST_PATH, (text) => text.replace(/(t02-inventory\.csv",\s+"size": \d+,\s+"sha256": ")./, '$1f')),
    ],
    [
      'a manifest of another form',
      MANIFEST_PATH,
      () => edited(MANIFEST_PATH, (text) => text.replace('"format": 1', '"format": 2')),
    ],
    ['a manifest that is no JSON', MANIFEST_PATH, () => edited(MANIFEST_PATH, (text) => text.slice(1))],
    [
      'a signature of something else',
      SIGNATURE_PATH,
      () => new Map(whole).set(SIGNATURE_PATH, Buffer.from(signBytes(key, Buffer.from('x')))),
    ],
    ['a key that is none', PUBLIC_KEY_PATH, () => new Map(whole).set(PUBLIC_KEY_PATH, Buffer.from('x'))],
    [
      'the key of a stranger under the old signature',
      SIGNATURE_PATH,
      () => new Map(whole).set(PUBLIC_KEY_PATH, Buffer.from(stranger.publicKeyPem)),
    ],
    ['everything signed anew by a stranger', PUBLIC_KEY_PATH, () => resigned(new Map(whole), stranger)],
    ['a table changed, listed and signed by the right key', INVENTORY, () => relisted(edited(INVENTORY, upper))],
    ['a table left out of a signed manifest', INVENTORY, () => relisted(without(INVENTORY))],
    [
      'facts changed under the old tables, signed by the right key',
      INVENTORY,
      () => relisted(edited('facts.json', (text) => text.replace('"stores":true', '"stores":false'))),
    ],
    [
      'another period in a signed manifest',
      'facts.json',
      () => resigned(new Map(whole), key, (manifest) => ({ ...manifest, period: { start: 0, end: 1 } })),
    ],
  ])('is refused with %s', async (_, path, tampered) => {
    const { findings } = await verified(await tampered(), key.publicKeyPem);
    expect(findings.map((finding) => finding.path)).toContain(path);
  });

  it('is refused when it cannot be opened', async () => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('x'), 'a');
    zip.addBuffer(Buffer.from('y'), 'a');
    zip.end();
    const file = await saved(zip.outputStream);
    await expect(openPack(file)).rejects.toThrow(new PackError('a is in the pack twice'));
    await expect(openPack(import.meta.filename)).rejects.toThrow(PackError);
  });
});
