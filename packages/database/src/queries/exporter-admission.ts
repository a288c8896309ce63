import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { AdmissionMode, AdmissionState } from '../tables/exporter-admission.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

/** A sender that was not read; times are milliseconds since 1970 UTC. */
export interface WaitingSender {
  readonly address: string;
  readonly first: number;
  readonly last: number;
  readonly datagrams: number;
}

/** What a collector has to know to let datagrams in. */
export interface ExporterAdmissionState {
  readonly mode: AdmissionMode;
  /** Exporters that were heard before and are not refused, and those that somebody allowed. */
  readonly admitted: readonly string[];
  readonly refused: readonly string[];
}

export interface AdmissionRow {
  readonly address: string;
  readonly state: AdmissionState;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly datagrams: number;
}

/** Senders that may wait at a time: addresses can be forged without end. Those beyond are in the collector's losses only. */
export const MOST_WAITING_SENDERS = 1_000;

export async function loadExporterAdmission(db: Db): Promise<ExporterAdmissionState> {
  const { rows } = await sql<ExporterAdmissionState>`
    select (select mode from exporter_admission_mode) as mode,
      array(
        select host(address) from exporter e
        where not exists (select from exporter_admission a where a.address = e.address and a.state = 'refused')
        union select host(address) from exporter_admission where state = 'allowed'
      ) as admitted,
      array(select host(address) from exporter_admission where state = 'refused') as refused`.execute(db);
  return rows[0] as ExporterAdmissionState;
}

/**
 * Adds what came of senders that are not admitted. A new one begins to wait while fewer than {@link MOST_WAITING_SENDERS} do;
 * one that is refused, or has been allowed meanwhile, keeps its state.
 */
export async function noteWaitingSenders(db: Db, senders: readonly WaitingSender[]): Promise<void> {
  if (senders.length === 0) return;
  await sql`
    with came as (
      select * from unnest(
        ${senders.map(({ address }) => address)}::inet[], ${senders.map(({ first }) => new Date(first).toISOString())}::timestamptz[],
        ${senders.map(({ last }) => new Date(last).toISOString())}::timestamptz[], ${senders.map(({ datagrams }) => datagrams)}::bigint[]
      ) as came (address, first_seen, last_seen, datagrams)
    ), known as (
      select came.* from came join exporter_admission using (address)
    ), fresh as (
      select came.* from came where not exists (select from exporter_admission a where a.address = came.address)
      order by datagrams desc, address
      limit greatest(0, ${MOST_WAITING_SENDERS} - (select count(*) from exporter_admission where state = 'waiting'))
    )
    insert into exporter_admission (address, state, first_seen, last_seen, datagrams)
    select address, 'waiting', first_seen, last_seen, datagrams from (table known union all table fresh) as noted
    order by address
    on conflict (address) do update set
      last_seen = greatest(exporter_admission.last_seen, excluded.last_seen),
      datagrams = exporter_admission.datagrams + excluded.datagrams`.execute(db);
}

/** The mode, and the senders that wait or were decided on, those with most datagrams first. */
export async function listAdmissions(db: Db): Promise<{ mode: AdmissionMode; senders: AdmissionRow[] }> {
  const { mode } = await db.selectFrom('exporter_admission_mode').select('mode').executeTakeFirstOrThrow();
  const { rows } = await sql<AdmissionRow>`
    select host(address) as address, state, first_seen as "firstSeen", last_seen as "lastSeen", datagrams::float8 as datagrams
    from exporter_admission order by state <> 'waiting', exporter_admission.datagrams desc, exporter_admission.address`.execute(
    db,
  );
  return { mode, senders: rows };
}

/**
 * Decides whether an address may send: one that waits, one that was heard before, or one that is still to come. The collectors
 * follow with their next window.
 */
export function decideSender(
  db: Db,
  address: string,
  state: 'allowed' | 'refused',
  reason: string | null,
  by: ChangeAuthor,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('exporter_admission')
      .select('state')
      .where('address', '=', address)
      .forUpdate()
      .executeTakeFirst();
    if (before?.state === state) return;
    const now = new Date();
    await trx
      .insertInto('exporter_admission')
      .values({ address, state, first_seen: now, last_seen: now, datagrams: 0 })
      .onConflict((conflict) => conflict.column('address').doUpdateSet({ state }))
      .execute();
    await appendAuditEntry(trx, by, {
      action: 'exporter.admission',
      subject: `exporter ${address}`,
      before: before?.state ?? null,
      after: state,
      reason,
    });
  });
}

/** Says whether new senders are read at once or have to wait. */
export function changeAdmissionMode(db: Db, mode: AdmissionMode, by: ChangeAuthor): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const before = await trx.selectFrom('exporter_admission_mode').select('mode').forUpdate().executeTakeFirstOrThrow();
    if (before.mode === mode) return;
    await trx.updateTable('exporter_admission_mode').set({ mode }).execute();
    await appendAuditEntry(trx, by, {
      action: 'exporter.admission-mode',
      subject: 'exporters',
      before: before.mode,
      after: mode,
      reason: null,
    });
  });
}

/** Forgets the senders that wait; those that go on sending come back. Returns how many there were. */
export function forgetWaitingSenders(db: Db, by: ChangeAuthor): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom('exporter_admission')
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    const count = Number(numDeletedRows);
    if (count > 0) {
      const change = { before: count, after: 0, reason: null };
      await appendAuditEntry(trx, by, { action: 'exporter.forget-waiting', subject: 'senders that waited', ...change });
    }
    return count;
  });
}
