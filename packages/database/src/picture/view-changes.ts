import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';

/** A moment of the database. */
export interface Moment {
  readonly snapshot: string;
  /** Milliseconds since 1970 UTC, by the clock of the database. */
  readonly time: number;
}

/** How long a change is kept after it was met, and so how old a snapshot may be that goes on from there. */
export const LONGEST_MEMORY_MS = 600_000;

const MOMENT = sql`pg_current_snapshot()::text as snapshot, floor(extract(epoch from now()) * 1000)::float8 as time`;

export async function momentOf(trx: Trx): Promise<Moment> {
  const { rows } = await sql<Moment>`select ${MOMENT}`.execute(trx);
  return rows[0] as Moment;
}

const unseen = (snapshot: string) => sql`
  from view_change
  where xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${snapshot}::pg_snapshot)`;

/** What was committed since two moments: facts since the one, traffic since the other. */
export interface Changes {
  readonly moment: Moment;
  /** Kinds other than traffic. */
  readonly facts: ReadonlySet<string>;
  /** Relationships and pairs that were noted, some of them repeatedly. */
  readonly traffic: number;
}

export async function tallyChanges(trx: Trx, facts: Moment, traffic: Moment): Promise<Changes> {
  const { rows } = await sql<Moment & { facts: string[]; traffic: number }>`
    select ${MOMENT},
      (select coalesce(array_agg(distinct kind), '{}') ${unseen(facts.snapshot)} and kind not in ('relationship', 'pair')) as facts,
      (select coalesce(sum(size), 0)::float8 ${unseen(traffic.snapshot)} and kind in ('relationship', 'pair')) as traffic`.execute(
    trx,
  );
  const { snapshot, time, ...found } = rows[0] as (typeof rows)[0];
  return { moment: { snapshot, time }, facts: new Set(found.facts), traffic: found.traffic };
}

/** Ids of what was noted since, each once, in order. */
export async function changedIds(trx: Trx, since: Moment, kind: 'relationship' | 'pair' | 'host'): Promise<string[]> {
  const { rows } = await sql<{ ids: string[] }>`
    select coalesce(array_agg(id order by id), '{}')::text[] as ids
    from (select distinct unnest(ids) as id ${unseen(since.snapshot)} and kind = ${kind}) changed`.execute(trx);
  return rows[0]?.ids ?? [];
}

/**
 * Forgets changes whose time is up. It begins when they are first met here, after their commit, so that a long transaction's are
 * kept as long as a short one's.
 */
export async function pruneViewChanges(db: Db): Promise<void> {
  await sql`delete from view_change where met_at < now() - 1.5 * ${LONGEST_MEMORY_MS} * interval '1 millisecond'`.execute(
    db,
  );
  await sql`update view_change set met_at = now() where met_at is null`.execute(db);
}
