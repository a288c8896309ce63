import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Db, readSnapshotFacts, type SnapshotRow } from '@scopemap/database';
import { readFacts } from '@scopemap/evidence';
import type { ScopeFacts } from '@scopemap/scope-model';

/** facts.json as it is stored. */
export function storedFacts(db: Db, id: string): Readable {
  const compressed = Readable.from(readSnapshotFacts(db, id));
  const gunzip = createGunzip();
  compressed.on('error', (error) => gunzip.destroy(error));
  return compressed.pipe(gunzip);
}

/** The stored facts. Throws when they are not the ones that were taken. */
export async function loadFacts(db: Db, { id, factsSha256 }: SnapshotRow): Promise<ScopeFacts> {
  const hash = createHash('sha256');
  for await (const piece of storedFacts(db, id)) hash.update(piece as Buffer);
  if (hash.digest('hex') !== factsSha256)
    throw new Error('the stored facts of this snapshot were changed: their hash is another');
  return readFacts(storedFacts(db, id));
}
