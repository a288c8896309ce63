import type { ScopeCategory } from '@scopemap/scope-model';
import type { Db } from '../database.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

/** Octets of a part: what one statement carries and one answer holds. */
const PART = 1024 ** 2;

/** A snapshot beside its facts. */
export interface SnapshotRow {
  /** A UUID. */
  readonly id: string;
  /** When the facts were read; expiry is judged and the period ends then. */
  readonly takenAt: Date;
  readonly takenBy: string;
  readonly reason: string;
  readonly entity: string;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly productVersion: string;
  readonly modelVersion: number;
  readonly contacts: number;
  /** Systems by category. */
  readonly counts: Partial<Record<ScopeCategory, number>>;
  /** Size and SHA-256 (hex) of facts.json. */
  readonly factsOctets: number;
  readonly factsSha256: string;
}

/** Stores a snapshot with its facts (facts.json, compressed with gzip) and the audit entry, all or nothing. */
export async function storeSnapshot(
  db: Db,
  snapshot: Omit<SnapshotRow, 'takenBy'>,
  facts: Buffer,
  by: ChangeAuthor,
): Promise<void> {
  const { id, takenAt, reason, entity, periodStart, periodEnd, productVersion, modelVersion, contacts } = snapshot;
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('snapshot')
      .values({
        id,
        taken_at: takenAt,
        taken_by: by.author,
        reason,
        entity,
        period_start: periodStart,
        period_end: periodEnd,
        product_version: productVersion,
        model_version: modelVersion,
        contacts,
        counts: JSON.stringify(snapshot.counts),
        facts_octets: snapshot.factsOctets,
        facts_sha256: snapshot.factsSha256,
      })
      .execute();
    for (let at = 0; at < facts.length; at += PART) {
      const part = { snapshot_id: id, position: at / PART, bytes: facts.subarray(at, at + PART) };
      await trx.insertInto('snapshot_part').values(part).execute();
    }
    const { factsSha256, counts } = snapshot;
    const after = { takenAt: takenAt.toISOString(), factsSha256, contacts, counts };
    await appendAuditEntry(trx, by, {
      action: 'snapshot.take',
      subject: `snapshot ${id}`,
      before: null,
      after,
      reason,
    });
  });
}

function snapshots(db: Db) {
  return db
    .selectFrom('snapshot')
    .select([
      'id',
      'taken_at as takenAt',
      'taken_by as takenBy',
      'reason',
      'entity',
      'period_start as periodStart',
      'period_end as periodEnd',
      'product_version as productVersion',
      'model_version as modelVersion',
      'contacts',
      'counts',
      'facts_octets as factsOctets',
      'facts_sha256 as factsSha256',
    ]);
}

/** All of them, the newest first. */
export async function listSnapshots(db: Db): Promise<SnapshotRow[]> {
  const rows = await snapshots(db).orderBy('taken_at', 'desc').orderBy('id').execute();
  return rows.map((row) => ({ ...row, factsOctets: Number(row.factsOctets) }));
}

export async function findSnapshot(db: Db, id: string): Promise<SnapshotRow | undefined> {
  const row = await snapshots(db).where('id', '=', id).executeTakeFirst();
  return row && { ...row, factsOctets: Number(row.factsOctets) };
}

/** The compressed facts of a snapshot, part by part; none when there is no such snapshot. */
export async function* readSnapshotFacts(db: Db, id: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const part = await db
      .selectFrom('snapshot_part')
      .select('bytes')
      .where('snapshot_id', '=', id)
      .where('position', '=', position)
      .executeTakeFirst();
    if (!part) return;
    yield part.bytes;
  }
}
