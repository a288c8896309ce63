import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generateSigningKey, readSigningKey, type SigningKey } from '@scopemap/evidence';

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes the whole file or nothing; one that is there already stays, whoever was faster. */
async function writeOnce(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The signing key of the installation: the private key (PEM) in `file`, which only its owner may read. Made when there is none.
 * Rejects when the file is there and is no such key: a new one in its place would break what people compare packs with.
 */
export async function installationKey(file: string): Promise<SigningKey> {
  if ((await readIfThere(file)) === null) await writeOnce(file, generateSigningKey());
  const pem = await readFile(file, 'utf8');
  try {
    return readSigningKey(pem);
  } catch (error) {
    throw new Error(`${file} is no signing key: ${(error as Error).message}`);
  }
}

/**
 * The secret, in hex, under which packs of the installation are redacted: 32 bytes in `file`, which only its owner may read. Made when
 * there is none. Rejects when the file is there and holds none: a new one would give other pseudonyms.
 */
export async function redactionSecret(file: string): Promise<string> {
  if ((await readIfThere(file)) === null) await writeOnce(file, `${randomBytes(32).toString('hex')}\n`);
  const secret = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(secret)) throw new Error(`${file} holds no secret of 64 hex digits`);
  return secret;
}
