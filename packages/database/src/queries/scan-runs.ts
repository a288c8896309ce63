import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { ScanResult } from '../tables/service-endpoint.ts';

export interface ScanRunRow {
  readonly id: number;
  readonly kind: 'scan' | 'import';
  readonly what: string;
  /** Canonical prefixes; nothing outside of them was contacted. */
  readonly allowed: readonly string[];
  readonly author: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly result: ScanResult;
  readonly hostsUp: number;
  readonly openEndpoints: number;
  readonly error: string | null;
}

export type ScanRunDraft = Pick<ScanRunRow, 'kind' | 'what' | 'author'> & { readonly allowed?: readonly string[] };

/** Writes down that a scan begins, before it does. Returns the run's id. */
export async function startScanRun(db: Db, { kind, what, author, allowed = [] }: ScanRunDraft): Promise<number> {
  const { id } = await db
    .insertInto('scan_run')
    .values({ kind, what, author, allowed: [...allowed] })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Writes down that a scan came to nothing. */
export async function failScanRun(db: Db, id: number, error: string): Promise<void> {
  await db
    .updateTable('scan_run')
    .set({ result: 'failed', error, finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

/** The newest runs first. */
export async function listScanRuns(db: Db, limit: number): Promise<ScanRunRow[]> {
  const { rows } = await sql<ScanRunRow>`
    select id, kind, what, allowed::text[] as allowed, author, started_at as "startedAt", finished_at as "finishedAt", result,
      hosts_up as "hostsUp", open_endpoints as "openEndpoints", error
    from scan_run order by id desc limit ${limit}`.execute(db);
  return rows;
}

/** Of these addresses, those whose ports no scan looked at since `since`, in the order given. */
export async function listUnscanned(db: Db, addresses: readonly string[], since: Date): Promise<string[]> {
  const { rows } = await sql<{ position: string }>`
    select w.position from unnest(${[...addresses]}::inet[]) with ordinality as w (address, position)
    where not exists (
      select from scanned_host s join host h on h.id = s.host_id
      where h.address = w.address and s.ports and s.seen_at >= ${since}
    )
    order by w.position`.execute(db);
  return rows.map(({ position }) => addresses[Number(position) - 1] as string);
}
