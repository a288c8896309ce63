import type { ScopeCategory } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { notify } from '../notices.ts';
import type { Page } from './hosts.ts';
import { type ClassifiedPlace, writePlaceCategories } from './place-categories.ts';

/** What a run says of one host. */
export interface ClassifiedHost {
  readonly address: string;
  readonly category: ScopeCategory;
  readonly conflict: boolean;
  /** The system of the facts that decided: the address itself, or a machine that had it. */
  readonly system: string;
}

/** A finished run, before it is stored. */
export interface NewScopeRun {
  readonly factsAt: Date;
  readonly modelVersion: string;
  /** SHA-256, hex: of the facts beside their instant and period, and of the categories of hosts and zones. */
  readonly factsHash: string;
  readonly resultHash: string;
  readonly durationMs: number;
  /** Number of contacts among the facts. */
  readonly contacts: number;
  readonly hosts: readonly ClassifiedHost[];
  readonly zones: readonly ClassifiedPlace[];
  /** The hosts that are not as a run that was stored before had them: while it is the latest, only these are compared. */
  readonly since?: { readonly runId: number; readonly hosts: readonly ClassifiedHost[] } | undefined;
  /** Why a system has its category, in one sentence; asked of those that moved. */
  readonly reasonOf: (system: string) => string;
}

/** `stored`: it is the latest run now. `same`: the latest run had this very result. `older`: a run of later facts is stored. */
export interface StoredScopeRun {
  readonly outcome: 'stored' | 'same' | 'older';
  readonly id: number;
}

/** Held until the transaction ends: runs are stored one after the other. */
const RUN_LOCK = 7_205_759_404;

interface Moved {
  readonly id: number;
  readonly before: ScopeCategory | null;
  readonly category: ScopeCategory;
  readonly conflict: boolean;
  readonly system: string;
}

async function findMoved(trx: Trx, hosts: readonly ClassifiedHost[]): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    select h.id, k.category as before, given.category, given.conflict, given.system
    from unnest(
      ${hosts.map(({ address }) => address)}::inet[], ${hosts.map(({ category }) => category)}::text[],
      ${hosts.map(({ conflict }) => conflict)}::boolean[], ${hosts.map(({ system }) => system)}::text[]
    ) as given (address, category, conflict, system)
    join host h on h.address = given.address
    left join host_category k on k.host_id = h.id
    where (k.category, k.conflict, k.system) is distinct from (given.category, given.conflict, given.system)`.execute(
    trx,
  );
  return rows;
}

async function writeCategories(trx: Trx, runId: number, moved: readonly Moved[]): Promise<void> {
  await sql`
    insert into host_category (host_id, category, conflict, system, since_run_id)
    select host_id, category, conflict, system, ${runId}::int
    from unnest(
      ${moved.map(({ id }) => id)}::int[], ${moved.map(({ category }) => category)}::text[],
      ${moved.map(({ conflict }) => conflict)}::boolean[], ${moved.map(({ system }) => system)}::text[]
    ) as given (host_id, category, conflict, system)
    order by host_id
    on conflict (host_id) do update set category = excluded.category, conflict = excluded.conflict, system = excluded.system,
      since_run_id = case when host_category.category = excluded.category then host_category.since_run_id
        else excluded.since_run_id end`.execute(trx);
}

/** The history of moves. The first category of a host is no move. */
async function writeChanges(
  trx: Trx,
  runId: number,
  moved: readonly Moved[],
  reasonOf: NewScopeRun['reasonOf'],
): Promise<number> {
  const changes = moved.filter(({ before, category }) => before !== null && before !== category);
  await sql`
    insert into category_change (host_id, run_id, before, after, reason)
    select host_id, ${runId}::int, before, after, reason
    from unnest(
      ${changes.map(({ id }) => id)}::int[], ${changes.map(({ before }) => before)}::text[],
      ${changes.map(({ category }) => category)}::text[], ${changes.map(({ system }) => reasonOf(system))}::text[]
    ) as given (host_id, before, after, reason)
    order by host_id`.execute(trx);
  return changes.length;
}

function countsOf(hosts: readonly ClassifiedHost[]): Partial<Record<ScopeCategory, number>> {
  const counts: Partial<Record<ScopeCategory, number>> = {};
  for (const { category } of hosts) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

/**
 * Makes a run the latest one in one transaction, with the categories of all hosts and the history of moves; listeners hear of it.
 * The same result again only says when it was checked.
 */
export function storeScopeRun(db: Db, run: NewScopeRun): Promise<StoredScopeRun> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(RUN_LOCK)})`.execute(trx);
    const latest = await trx
      .selectFrom('scope_run')
      .select(['id', 'facts_at', 'facts_hash', 'result_hash', 'model_version'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (latest && latest.facts_at > run.factsAt) return { outcome: 'older', id: latest.id };
    const isSame =
      latest?.facts_hash === run.factsHash &&
      latest.result_hash === run.resultHash &&
      latest.model_version === run.modelVersion;
    if (latest && isSame) {
      await sql`update scope_run set checked_at = now() where id = ${latest.id}`.execute(trx);
      return { outcome: 'same', id: latest.id };
    }
    const { id } = await trx
      .insertInto('scope_run')
      .values({
        facts_at: run.factsAt,
        model_version: run.modelVersion,
        facts_hash: run.factsHash,
        result_hash: run.resultHash,
        duration_ms: Math.round(run.durationMs),
        contacts: run.contacts,
        counts: JSON.stringify(countsOf(run.hosts)),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { since } = run;
    const compared = since && since.runId === latest?.id ? since : undefined;
    const moved = await findMoved(trx, compared?.hosts ?? run.hosts);
    await writeCategories(trx, id, moved);
    await writePlaceCategories(trx, run.zones, { looseMoved: compared === undefined || moved.length > 0 });
    const changes = await writeChanges(trx, id, moved, run.reasonOf);
    await sql`update scope_run set moved = ${changes} where id = ${id}`.execute(trx);
    await notify(trx, { kind: 'scope', id: String(id) });
    return { outcome: 'stored', id };
  });
}

export interface ScopeRunRow {
  readonly id: number;
  readonly factsAt: Date;
  readonly madeAt: Date;
  readonly checkedAt: Date;
  readonly modelVersion: string;
  readonly factsHash: string;
  readonly resultHash: string;
  readonly durationMs: number;
  readonly contacts: number;
  readonly counts: Partial<Record<ScopeCategory, number>>;
  /** Hosts whose category changed. */
  readonly moved: number;
}

/** One page of the runs, the latest first, and how many there are. */
export async function listScopeRuns(db: Db, page: Page): Promise<{ runs: ScopeRunRow[]; total: number }> {
  const runs = await db
    .selectFrom('scope_run')
    .select([
      'id',
      'facts_at as factsAt',
      'made_at as madeAt',
      'checked_at as checkedAt',
      'model_version as modelVersion',
      'facts_hash as factsHash',
      'result_hash as resultHash',
      'duration_ms as durationMs',
      'contacts',
      'counts',
      'moved',
    ])
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await db
    .selectFrom('scope_run')
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow();
  return { runs, total: Number(total) };
}

/** Since when a host has its category, and from where to where it moved before. */
export interface CategoryHistory {
  /** Null: it is not classified yet. */
  readonly current: { readonly system: string; readonly since: Date; readonly checkedAt: Date } | null;
  /** The latest first. */
  readonly changes: readonly {
    readonly before: ScopeCategory;
    readonly after: ScopeCategory;
    readonly reason: string;
    readonly at: Date;
  }[];
}

/** At most `limit` moves. */
export async function findCategoryHistory(db: Db, hostId: number, limit: number): Promise<CategoryHistory> {
  const { rows } = await sql<NonNullable<CategoryHistory['current']>>`
    select k.system, r.made_at as since, (select checked_at from scope_run order by id desc limit 1) as "checkedAt"
    from host_category k join scope_run r on r.id = k.since_run_id where k.host_id = ${hostId}`.execute(db);
  const changes = await db
    .selectFrom('category_change')
    .innerJoin('scope_run', 'scope_run.id', 'run_id')
    .select(['before', 'after', 'reason', 'scope_run.made_at as at'])
    .where('host_id', '=', hostId)
    .orderBy('category_change.id', 'desc')
    .limit(limit)
    .execute();
  return { current: rows[0] ?? null, changes };
}
