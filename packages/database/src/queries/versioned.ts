import { type Selectable, sql } from 'kysely';
import type { Database, Db, Trx } from '../database.ts';
import { notify } from '../notices.ts';
import { appendAuditEntries, appendAuditEntry, type ChangeAuthor } from './audit.ts';

/** Tables whose rows end and never change otherwise, with the word that the audit has for a row. */
export const VERSIONED_TABLES = {
  tag: 'tag',
  segment: 'segment',
  third_party: 'third-party',
  network_control: 'control',
  control_boundary: 'control-boundary',
  rule_set: 'rule-set',
  rule_binding: 'rule-binding',
  segmentation_test: 'segmentation-test',
  boundary_watch: 'boundary-watch',
  calendar_event: 'calendar-event',
  scope_setting: 'scope-setting',
  review_decision: 'review-decision',
} as const;

export type VersionedTable = keyof typeof VERSIONED_TABLES;

export type VersionedRow<Table extends VersionedTable> = Selectable<Database[Table]>;

/** The rows of a table that hold, or with `history` all, the newest first. */
export async function listVersioned<Table extends VersionedTable>(
  db: Db,
  table: Table,
  history = false,
): Promise<VersionedRow<Table>[]> {
  const which = history ? sql`true` : sql`ended_at is null`;
  const { rows } = await sql<VersionedRow<Table>>`
    select * from ${sql.table(table)} where ${which} order by id desc`.execute(db);
  return rows;
}

/** Columns of a new row beside who, when and why. Lists and objects become arrays and jsonb of the table's types. */
export type NewColumns = Readonly<Record<string, unknown>>;

/** The id of the new row; or the open row that stands in its way, by the table's unique index. */
export type VersionedResult = { readonly id: number } | { readonly standing: true };

const UNIQUE_VIOLATION = '23505';

/** Inserts a row with its audit entry, within a transaction. Rejects with the server's error when it breaks a constraint. */
export async function addVersioned(
  trx: Trx,
  table: VersionedTable,
  columns: NewColumns,
  by: ChangeAuthor & { readonly reason: string },
): Promise<number> {
  const given = JSON.stringify({ ...columns, author: by.author, reason: by.reason });
  const names = sql.join([...Object.keys(columns), 'author', 'reason'].map((name) => sql.ref(name)));
  const { rows } = await sql<{ id: number; row: unknown }>`
    insert into ${sql.table(table)} (${names})
    select ${names} from jsonb_populate_record(null::${sql.table(table)}, ${given}::jsonb)
    returning id, to_jsonb(${sql.table(table)}) as row`.execute(trx);
  const { id, row } = rows[0] as { id: number; row: unknown };
  const word = VERSIONED_TABLES[table];
  const change = { action: `${word}.add`, subject: `${word} ${id}`, before: null, after: row, reason: by.reason };
  await appendAuditEntry(trx, by, change);
  return id;
}

/** {@link addVersioned} in a transaction of its own; listeners hear of it. */
export async function createVersioned(
  db: Db,
  table: VersionedTable,
  columns: NewColumns,
  by: ChangeAuthor & { readonly reason: string },
): Promise<VersionedResult> {
  try {
    return await db.transaction().execute(async (trx) => {
      const id = await addVersioned(trx, table, columns, by);
      await notify(trx, { kind: 'zones', table });
      return { id };
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === UNIQUE_VIOLATION) return { standing: true };
    throw error;
  }
}

/** Ends the open rows of a table that fit `where`, each with its audit entry, within a transaction. Returns how many. */
export async function endVersionedRows(
  trx: Trx,
  table: VersionedTable,
  where: ReturnType<typeof sql<boolean>>,
  by: ChangeAuthor & { readonly reason: string },
): Promise<number> {
  const { rows } = await sql<{ id: number; row: unknown }>`
    update ${sql.table(table)} set ended_at = now(), ended_by = ${by.author}, end_reason = ${by.reason}
    where ended_at is null and ${where}
    returning id, to_jsonb(${sql.table(table)}) - array['ended_at', 'ended_by', 'end_reason'] as row`.execute(trx);
  const word = VERSIONED_TABLES[table];
  const changes = rows.map(({ id, row }) => ({
    action: `${word}.end`,
    subject: `${word} ${id}`,
    before: row,
    after: null,
    reason: by.reason,
  }));
  await appendAuditEntries(trx, by, changes);
  return rows.length;
}

/** Ends one row. `missing`: there is none with this id; `ended`: it had ended before. */
export function endVersioned(
  db: Db,
  table: VersionedTable,
  id: number,
  by: ChangeAuthor & { readonly reason: string },
): Promise<'done' | 'missing' | 'ended'> {
  return db.transaction().execute(async (trx) => {
    if ((await endVersionedRows(trx, table, sql<boolean>`id = ${id}`, by)) > 0) {
      await notify(trx, { kind: 'zones', table });
      return 'done';
    }
    const { rows } = await sql`select from ${sql.table(table)} where id = ${id}`.execute(trx);
    return rows.length > 0 ? 'ended' : 'missing';
  });
}
