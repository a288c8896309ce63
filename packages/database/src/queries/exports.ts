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
  readonly author: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** How an export ended. */
export type ExportOutcome =
  | { readonly state: 'done'; readonly octets: number; readonly sha256: string }
  | { readonly state: 'failed' | 'cancelled'; readonly error: string };

const subject = (id: string) => `export ${id}`;

/** Records a new, queued export, and in the audit who asked for it. */
export async function createExport(
  db: Db,
  { id, snapshotId, comments }: { readonly id: string; readonly snapshotId: string; readonly comments: boolean },
  by: ChangeAuthor,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = { id, snapshot_id: snapshotId, with_comments: comments, author: by.author };
    await trx.insertInto('evidence_export').values(row).execute();
    const after = { snapshotId, comments };
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

/** Writes down who took a pack away. */
export async function recordDownload(db: Db, { id, sha256 }: ExportRow, by: ChangeAuthor): Promise<void> {
  await db.transaction().execute((trx) => {
    const after = { sha256 };
    return appendAuditEntry(trx, by, {
      action: 'export.download',
      subject: subject(id),
      before: null,
      after,
      reason: null,
    });
  });
}

/** Fails every export that was queued or running: called at start, when no process can be working on one. Returns how many. */
export async function failInterruptedExports(db: Db, reason: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('evidence_export')
    .set({ state: 'failed', error: reason, finished_at: new Date() })
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return Number(numUpdatedRows);
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
      'author',
      'created_at as createdAt',
      'finished_at as finishedAt',
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
