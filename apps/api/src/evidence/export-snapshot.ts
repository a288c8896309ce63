import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Db, findSnapshot, readSnapshotFacts, type SnapshotRow } from '@scopemap/database';
import {
  manifestHead,
  NO_RECORDS,
  type PackFile,
  packFiles,
  readFacts,
  type SigningKey,
  writePack,
} from '@scopemap/evidence';
import { classifyScope, type ScopeFacts } from '@scopemap/scope-model';

export interface ExportProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
}

/** facts.json as it is stored. */
function storedFacts(db: Db, id: string): Readable {
  const compressed = Readable.from(readSnapshotFacts(db, id));
  const gunzip = createGunzip();
  compressed.on('error', (error) => gunzip.destroy(error));
  return compressed.pipe(gunzip);
}

/** The stored facts. Throws when they are not the ones that were taken. */
async function loadFacts(db: Db, { id, factsSha256 }: SnapshotRow): Promise<ScopeFacts> {
  const hash = createHash('sha256');
  for await (const piece of storedFacts(db, id)) hash.update(piece as Buffer);
  if (hash.digest('hex') !== factsSha256)
    throw new Error('the stored facts of this snapshot were changed: their hash is another');
  return readFacts(storedFacts(db, id));
}

function announced(files: readonly PackFile[], onProgress: (progress: ExportProgress) => void): PackFile[] {
  return files.map(({ path, content }, filesDone) => ({
    path,
    content: () => {
      onProgress({ filesDone, filesTotal: files.length });
      return content();
    },
  }));
}

/** Makes the signed pack of a snapshot in `file`, which must not be there yet. Returns its size and SHA-256 (hex). */
export async function exportSnapshot(
  db: Db,
  given: {
    readonly snapshotId: string;
    readonly file: string;
    readonly key: SigningKey;
    readonly version: string;
    readonly onProgress: (progress: ExportProgress) => void;
  },
): Promise<{ readonly octets: number; readonly sha256: string }> {
  const snapshot = await findSnapshot(db, given.snapshotId);
  if (!snapshot) throw new Error(`there is no snapshot ${given.snapshotId}`);
  const facts = await loadFacts(db, snapshot);
  const about = {
    snapshotId: snapshot.id,
    productVersion: given.version,
    takenAt: snapshot.takenAt.getTime(),
    takenBy: snapshot.takenBy,
  };
  const input = { about, facts, classification: classifyScope(facts), records: NO_RECORDS };
  const files = packFiles(input, () => storedFacts(db, snapshot.id));
  const hash = createHash('sha256');
  let octets = 0;
  await pipeline(
    writePack(announced(files, given.onProgress), manifestHead(input), given.key),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        hash.update(chunk);
        octets += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(given.file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { octets, sha256: hash.digest('hex') };
}
