import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Db, findSnapshot } from '@scopemap/database';
import {
  manifestHead,
  NO_RECORDS,
  type PackFile,
  packFiles,
  type SigningKey,
  viewEvidence,
  writePack,
} from '@scopemap/evidence';
import { classifyScope } from '@scopemap/scope-model';
import { loadRecords } from './load-records.ts';
import { loadFacts, storedFacts } from './stored-facts.ts';

export interface ExportProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
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
    /** Whether comments belong to the pack. */
    readonly comments: boolean;
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
    redacted: false,
  };
  const bare = { about, facts, classification: classifyScope(facts), records: NO_RECORDS };
  const records = await loadRecords(db, snapshot, viewEvidence(bare), given.comments);
  const input = { ...bare, records };
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
