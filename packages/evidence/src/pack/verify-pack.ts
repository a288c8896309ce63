import { createHash } from 'node:crypto';
import type { EvidenceRecords } from '@scopemap/contract';
import { classifyScope, FACTS_VERSION, type ScopeFacts } from '@scopemap/scope-model';
import { viewEvidence } from '../evidence-view.ts';
import { FACTS_PATH } from './facts-file.ts';
import { MANIFEST_PATH, Manifest, PUBLIC_KEY_PATH, SIGNATURE_PATH } from './manifest.ts';
import { type OpenPack, PackError } from './open-pack.ts';
import type { PackFile } from './pack-file.ts';
import { FactsError, readFacts } from './read-facts.ts';
import { RECORDS_PATH, readRecords } from './records-file.ts';
import { isSignedBy, keyFingerprint } from './signing-key.ts';
import { tableFiles } from './table-files.ts';

const MOST_SMALL = 4 * 1024 ** 2;
const MOST_FACTS = 2 * 1024 ** 3;
const MOST_RECORDS = 512 * 1024 ** 2;

export interface PackFinding {
  /** The file at fault. */
  readonly path: string;
  readonly problem: string;
}

export interface PackVerification {
  /** Empty: the pack is what the installation signed, and its tables follow from its facts. */
  readonly findings: readonly PackFinding[];
  /** Null when it cannot be read. */
  readonly manifest: Manifest | null;
  /** Of the key inside the pack: it says who signed only to those who know the fingerprint from elsewhere. */
  readonly fingerprint: string | null;
}

/**
 * Checks a pack on its own: signature, every hash, nothing added or left out, and the scope model run again on the facts gives
 * the tables byte for byte. `knownKey` is a public key (PEM) that the pack has to be signed with.
 */
export async function verifyPack(pack: OpenPack, knownKey: string | null = null): Promise<PackVerification> {
  const findings: PackFinding[] = [];
  const say = (path: string, problem: string) => findings.push({ path, problem });
  const attempt = async <T>(path: string, task: () => Promise<T>): Promise<T | null> => {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      say(path, error.message);
      return null;
    }
  };
  const small = (path: string) => attempt(path, () => pack.read(path, MOST_SMALL));
  const [bytes, signature, publicKey] = [
    await small(MANIFEST_PATH),
    await small(SIGNATURE_PATH),
    await small(PUBLIC_KEY_PATH),
  ];
  const key = publicKey?.toString() ?? '';
  const fingerprint = fingerprintOf(key);
  if (publicKey && fingerprint === null) say(PUBLIC_KEY_PATH, 'is no public key');
  if (knownKey !== null && fingerprint !== fingerprintOf(knownKey))
    say(PUBLIC_KEY_PATH, 'is not the key that was expected');
  if (bytes && signature && !isSignedBy(key, bytes, signature.toString())) {
    say(SIGNATURE_PATH, 'is not the signature of manifest.json by the key in public-key.pem');
  }
  const manifest = bytes && readManifest(bytes, say);
  if (!manifest) return { findings, manifest: null, fingerprint };

  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const unlisted = new Set([MANIFEST_PATH, SIGNATURE_PATH, PUBLIC_KEY_PATH]);
  for (const path of pack.paths)
    if (!listed.has(path) && !unlisted.has(path)) say(path, 'is not in the manifest: it was added');
  const present = new Set(pack.paths);
  for (const { path, size, sha256 } of manifest.files) {
    if (!present.has(path)) {
      say(path, 'is missing');
      continue;
    }
    const found = await attempt(path, () => pack.digest(path));
    if (found && found.size !== size) say(path, `has ${found.size} bytes; the manifest says ${size}`);
    else if (found && found.sha256 !== sha256) say(path, 'was changed: its hash differs from the manifest');
  }
  if (!listed.has(FACTS_PATH)) say(FACTS_PATH, 'is not listed, so the tables cannot be checked');
  else if (present.has(FACTS_PATH)) await compareTables(pack, manifest, say, attempt);
  return { findings, manifest, fingerprint };
}

function fingerprintOf(key: string): string | null {
  try {
    return keyFingerprint(key);
  } catch {
    return null;
  }
}

type Say = (path: string, problem: string) => void;

function readManifest(bytes: Buffer, say: Say): Manifest | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    say(MANIFEST_PATH, 'is no JSON');
    return null;
  }
  const manifest = Manifest.safeParse(value);
  if (manifest.success) return manifest.data;
  const [issue] = manifest.error.issues;
  say(MANIFEST_PATH, `${issue?.path.join('.') || 'as a whole'}: ${issue?.message}`);
  return null;
}

async function compareTables(
  pack: OpenPack,
  manifest: Manifest,
  say: Say,
  attempt: <T>(path: string, task: () => Promise<T>) => Promise<T | null>,
): Promise<void> {
  if (manifest.modelVersion !== FACTS_VERSION) {
    say(
      FACTS_PATH,
      `is of model version ${manifest.modelVersion}; this program knows ${FACTS_VERSION} and cannot run it again`,
    );
    return;
  }
  const facts = await attempt(FACTS_PATH, () => factsOf(pack));
  const records = await attempt(RECORDS_PATH, () => recordsOf(pack));
  if (!facts || !records) return;
  const about = {
    snapshotId: manifest.snapshotId,
    productVersion: manifest.productVersion,
    takenAt: manifest.takenAt,
    takenBy: manifest.takenBy,
    redacted: manifest.redacted,
  };
  if (facts.entity.name !== manifest.entity) say(FACTS_PATH, 'is of another entity than the manifest');
  if (facts.period.start !== manifest.period.start || facts.period.end !== manifest.period.end) {
    say(FACTS_PATH, 'is of another period than the manifest');
  }
  const present = new Set(pack.paths);
  for (const file of tableFiles(viewEvidence({ about, facts, classification: classifyScope(facts), records }))) {
    if (!present.has(file.path)) {
      say(file.path, 'is missing');
      continue;
    }
    const found = await attempt(file.path, () => pack.digest(file.path));
    if (found && found.sha256 !== (await hashOf(file)))
      say(file.path, 'does not follow from facts.json and records.json');
  }
}

/** Throws {@link PackError} for facts that are not in the form of this program. */
async function factsOf(pack: OpenPack): Promise<ScopeFacts> {
  try {
    return await readFacts(pack.stream(FACTS_PATH, MOST_FACTS));
  } catch (error) {
    throw error instanceof FactsError ? new PackError(error.message) : error;
  }
}

/** Throws {@link PackError} for records that are not in the form of this program. */
async function recordsOf(pack: OpenPack): Promise<EvidenceRecords> {
  const bytes = await pack.read(RECORDS_PATH, MOST_RECORDS);
  try {
    return readRecords(bytes);
  } catch (error) {
    throw new PackError(`${RECORDS_PATH}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function hashOf({ content }: PackFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of content()) hash.update(part);
  return hash.digest('hex');
}
