import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { notify } from '../notices.ts';
import type { ImportState } from '../tables/import-job.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

export interface ImportJobRow {
  readonly id: string;
  readonly kind: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly octetsTotal: number | null;
  readonly octetsDone: number;
  readonly report: object | null;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** How an import ended. */
export type ImportOutcome =
  | { readonly state: 'done'; readonly report: object }
  | { readonly state: 'failed' | 'cancelled'; readonly error: string };

const COLUMNS = [
  'id',
  'kind',
  'file_name as fileName',
  'state',
  'octets_total as octetsTotal',
  'octets_done as octetsDone',
  'report',
  'error',
  'created_at as createdAt',
  'finished_at as finishedAt',
] as const;

function numbers<T extends { octetsTotal: string | null; octetsDone: string }>(row: T) {
  return {
    ...row,
    octetsTotal: row.octetsTotal === null ? null : Number(row.octetsTotal),
    octetsDone: Number(row.octetsDone),
  };
}

/** Records a new, queued job, and in the audit who started it. `octetsTotal` is null when the size is not known yet. */
export async function createImportJob(
  db: Db,
  job: { id: string; kind: string; fileName: string; octetsTotal: number | null },
  by: ChangeAuthor,
): Promise<void> {
  const { id, kind, fileName, octetsTotal } = job;
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('import_job')
      .values({ id, kind, file_name: fileName, state: 'queued', octets_total: octetsTotal, error: null })
      .execute();
    await notify(trx, { kind: 'import', id });
    const after = { kind, fileName, octetsTotal };
    await appendAuditEntry(trx, by, {
      action: 'import.start',
      subject: `import ${id}`,
      before: null,
      after,
      reason: null,
    });
  });
}

/** Marks the job as running and stores how far it is. */
export async function advanceImportJob(db: Db, id: string, octetsDone: number): Promise<void> {
  await db.updateTable('import_job').set({ state: 'running', octets_done: octetsDone }).where('id', '=', id).execute();
  await notify(db, { kind: 'import', id });
}

/** Ends the job. */
export async function finishImportJob(db: Db, id: string, outcome: ImportOutcome): Promise<void> {
  const result =
    outcome.state === 'done'
      ? { report: JSON.stringify(outcome.report), octets_done: sql<number>`coalesce(octets_total, octets_done)` }
      : { error: outcome.error };
  await db
    .updateTable('import_job')
    .set({ ...result, state: outcome.state, finished_at: new Date() })
    .where('id', '=', id)
    .execute();
  await notify(db, { kind: 'import', id });
}

/** Fails every job that was queued or running: called at start, when no process can be working on one. Returns how many. */
export async function failInterruptedImports(db: Db, reason: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('import_job')
    .set({ state: 'failed', error: reason, finished_at: new Date() })
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function findImportJob(db: Db, id: string): Promise<ImportJobRow | undefined> {
  const row = await db.selectFrom('import_job').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row && numbers(row);
}

/** Newest first. */
export async function listImportJobs(db: Db, limit = 100): Promise<ImportJobRow[]> {
  const rows = await db
    .selectFrom('import_job')
    .select(COLUMNS)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(numbers);
}
