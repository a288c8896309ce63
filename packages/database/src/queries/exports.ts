import type { Selectable } from 'kysely';
import type { Db } from '../database.ts';
import type { EvidenceExportTable } from '../tables/evidence.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

export interface ExportRow {
  /** A UUID. */
  readonly id: string;
  readonly snapshotId: string;
  readonly state: Selectable<EvidenceExportTable>['state'];
  /** Files of the pack; null while it is not known how many there will be. */
  readonly filesTotal: number | null;
  readonly filesDone: number;
  /** Size and SHA-256 (hex) of the finished pack. */
  readonly octets: number | null;
  readonly sha256: string | null;
  readonly error: string | null;
  /** Addresses and names are pseudonyms. */
  readonly redacted: boolean;
  readonly author: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** When and by whom the file was removed. */
  readonly removedAt: Date | null;
  readonly removedBy: string | null;
}

/** What a pack is made of. */
export interface ExportOptions {
  /** Comments belong to it. */
  readonly comments: boolean;
  /** Addresses and names are replaced by pseudonyms. */
  readonly redacted: boolean;
}

/** How an export ended. */
export type ExportOutcome =
  | { readonly state: 'done'; readonly octets: number; readonly sha256: string }
  | { readonly state: 'failed' | 'cancelled'; readonly error: string };

const subject = (id: string) => `export ${id}`;

/** Records a new, queued export, and in the audit who asked for it. */
export async function createExport(
  db: Db,
  { id, snapshotId, comments, redacted }: { readonly id: string; readonly snapshotId: string } & ExportOptions,
  by: ChangeAuthor,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = { id, snapshot_id: snapshotId, with_comments: comments, redacted, author: by.author };
    await trx.insertInto('evidence_export').values(row).execute();
    const after = { snapshotId, comments, redacted };
    await appendAuditEntry(trx, by, {
      action: 'export.start',
      subject: subject(id),
      before: null,
      after,
      reason: null,
    });
  });
}

/** Marks the export as running and stores how far it is. What has ended stays as it is. */
export async function advanceExport(
  db: Db,
  id: string,
  { filesDone, filesTotal }: { readonly filesDone: number; readonly filesTotal: number | null },
): Promise<void> {
  await db
    .updateTable('evidence_export')
    .set({ state: 'running', files_done: filesDone, files_total: filesTotal })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}

/** Ends the export; the audit says how, in the name of who asked for it. What has ended stays as it is. */
export async function finishExport(db: Db, id: string, outcome: ExportOutcome, by: ChangeAuthor): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('evidence_export')
      .set({ ...outcome, finished_at: new Date() })
      .where('id', '=', id)
      .where('state', 'in', ['queued', 'running'])
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const change = {
      action: `export.${outcome.state}`,
      subject: subject(id),
      before: null,
      after: outcome,
      reason: null,
    };
    await appendAuditEntry(trx, by, change);
  });
}

/** Writes down who took away a pack, or the list of its pseudonyms. */
export async function recordDownload(
  db: Db,
  { id, sha256 }: ExportRow,
  by: ChangeAuthor,
  what: 'download' | 'pseudonyms' = 'download',
): Promise<void> {
  await db.transaction().execute((trx) => {
    const change = { action: `export.${what}`, subject: subject(id), before: null, after: { sha256 }, reason: null };
    return appendAuditEntry(trx, by, change);
  });
}

/** Writes down that the file of a finished export was removed, and why. False when that has happened before. */
export async function recordRemoval(db: Db, { id, sha256 }: ExportRow, by: ChangeAuthor & { readonly reason: string }) {
  return db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('evidence_export')
      .set({ removed_at: new Date(), removed_by: by.author })
      .where('id', '=', id)
      .where('state', '=', 'done')
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const change = {
      action: 'export.remove',
      subject: subject(id),
      before: { sha256 },
      after: null,
      reason: by.reason,
    };
    await appendAuditEntry(trx, by, change);
    return true;
  });
}

/**
 * Fails every export that was queued or running, each with its entry in the audit: called at start, when no process can be
 * working on one. Returns their ids.
 */
export async function failInterruptedExports(db: Db, error: string): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('evidence_export')
      .set({ state: 'failed', error, finished_at: new Date() })
      .where('state', 'in', ['queued', 'running'])
      .returning(['id', 'author'])
      .execute();
    for (const { id, author } of rows) {
      const after = { state: 'failed', error };
      const change = { action: 'export.failed', subject: subject(id), before: null, after, reason: null };
      await appendAuditEntry(trx, { author, origin: 'start of Scopemap' }, change);
    }
    return rows.map(({ id }) => id);
  });
}

function exports(db: Db) {
  return db
    .selectFrom('evidence_export')
    .select([
      'id',
      'snapshot_id as snapshotId',
      'state',
      'files_total as filesTotal',
      'files_done as filesDone',
      'octets',
      'sha256',
      'error',
      'redacted',
      'author',
      'created_at as createdAt',
      'finished_at as finishedAt',
      'removed_at as removedAt',
      'removed_by as removedBy',
    ]);
}

const numbers = <Row extends { octets: string | null }>(row: Row) => ({
  ...row,
  octets: row.octets === null ? null : Number(row.octets),
});

/** All of them, the newest first. */
export async function listExports(db: Db): Promise<ExportRow[]> {
  return (await exports(db).orderBy('created_at', 'desc').orderBy('id').execute()).map(numbers);
}

export async function findExport(db: Db, id: string): Promise<ExportRow | undefined> {
  const row = await exports(db).where('id', '=', id).executeTakeFirst();
  return row && numbers(row);
}
