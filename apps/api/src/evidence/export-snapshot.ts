import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Db, findSnapshot, type SnapshotRow } from '@scopemap/database';
import {
  createRedaction,
  csvRecord,
  type EvidenceInput,
  manifestHead,
  NO_RECORDS,
  type PackFile,
  packFiles,
  prefixesOf,
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

interface PackContent {
  readonly input: EvidenceInput;
  /** facts.json where it need not be written anew. */
  readonly factsText: PackFile['content'] | undefined;
}

async function plainInput(
  db: Db,
  snapshot: SnapshotRow,
  { version, comments }: { readonly version: string; readonly comments: boolean },
): Promise<PackContent> {
  const facts = await loadFacts(db, snapshot);
  const about = {
    snapshotId: snapshot.id,
    productVersion: version,
    takenAt: snapshot.takenAt.getTime(),
    takenBy: snapshot.takenBy,
    redacted: false,
  };
  const bare = { about, facts, classification: classifyScope(facts), records: NO_RECORDS };
  const records = await loadRecords(db, snapshot, viewEvidence(bare), comments);
  return { input: { ...bare, records }, factsText: () => storedFacts(db, snapshot.id) };
}

/** Everything under pseudonyms; what they stand for is written to the list, which never gets into a pack. */
async function redactedInput(
  db: Db,
  snapshot: SnapshotRow,
  version: string,
  { secret, list }: { readonly secret: string; readonly list: string },
): Promise<PackContent> {
  const original = await loadFacts(db, snapshot);
  const redaction = createRedaction(Buffer.from(secret, 'hex'), prefixesOf(original));
  const facts = redaction.facts(original);
  const about = {
    snapshotId: snapshot.id,
    productVersion: version,
    takenAt: snapshot.takenAt.getTime(),
    takenBy: redaction.person(snapshot.takenBy),
    redacted: true,
  };
  const records = [
    ['Pseudonym', 'Stands for'],
    ...redaction.entries().map((entry) => [entry.pseudonym, entry.original]),
  ];
  await writeFile(list, `${records.map(csvRecord).join('\r\n')}\r\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { input: { about, facts, classification: classifyScope(facts), records: NO_RECORDS }, factsText: undefined };
}

/** Makes the signed pack of a snapshot in `file`, which must not be there yet. Returns its size and SHA-256 (hex). */
export async function exportSnapshot(
  db: Db,
  given: {
    readonly snapshotId: string;
    /** Whether comments belong to the pack. */
    readonly comments: boolean;
    /** Pseudonyms under a secret, in hex, and the file for the list of them; null: the pack names what it is about. */
    readonly redaction: { readonly secret: string; readonly list: string } | null;
    readonly file: string;
    readonly key: SigningKey;
    readonly version: string;
    readonly onProgress: (progress: ExportProgress) => void;
  },
): Promise<{ readonly octets: number; readonly sha256: string }> {
  const snapshot = await findSnapshot(db, given.snapshotId);
  if (!snapshot) throw new Error(`there is no snapshot ${given.snapshotId}`);
  const { input, factsText } = given.redaction
    ? await redactedInput(db, snapshot, given.version, given.redaction)
    : await plainInput(db, snapshot, given);
  const files = packFiles(input, factsText);
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
