import type { ScopeCategory } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../database.ts';
import { formatBundleKey } from './bundle-key.ts';
import { reviewStatusOf } from './decision-tables.ts';
import { list } from './graph.ts';
import { relationshipView, type ViewFilter } from './relationship-view.ts';
import { wideRead } from './wide-read.ts';

export interface HostChangeRow {
  readonly id: number;
  readonly zoneKey: string;
  readonly address: string;
  readonly name: string | null;
  /** Has relationships now and had none then, or the other way round; `changed`: has another category. */
  readonly change: 'added' | 'removed' | 'changed';
  /** As it was classified at the end of each period; null: it was not. */
  readonly before: ScopeCategory | null;
  readonly after: ScopeCategory | null;
}

export interface BundleChangeRow {
  readonly key: string;
  /** Relationships of it that are only in the one period or the other, and those in both. */
  readonly added: number;
  readonly removed: number;
  readonly kept: number;
}

export interface GraphDiffRows {
  readonly counts: {
    readonly relationshipsAdded: number;
    readonly relationshipsRemoved: number;
    readonly hostsAdded: number;
    readonly hostsRemoved: number;
    readonly categoriesChanged: number;
  };
  readonly hosts: readonly HostChangeRow[];
  readonly bundles: readonly BundleChangeRow[];
  /** False: nothing was classified by the end of the compared period, so no change of category can be told. */
  readonly categoriesKnown: boolean;
}

/** The period to compare with, and the instants at whose categories the two are taken; without one: the end of its last day, or now. */
export interface ComparedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly at?: Date | undefined;
}

interface BundleJson extends Omit<BundleChangeRow, 'key'> {
  readonly source: string;
  readonly target: string;
  readonly directed: boolean;
  readonly infra: boolean;
  readonly service: number;
  readonly status: number;
}

/** Relationships of one period with the bundle each belongs to. */
const viewOf = (filter: ViewFilter) => sql`
  ${relationshipView(filter, 'no counts')}
  select v.id, v.client_id, v.server_id, v.directed, v.infra, v.status, c.key as client_key, s.key as server_key,
    not v.directed and v.server_code < v.client_code as turned, case when v.infra then 0 else v.service_code end as service
  from viewed v
  join zone_place c on c.code = v.client_code join zone_place s on s.code = v.server_code`;

/** Category of `host h` at an instant: that before the first move after it, else that of now. */
const categoryAt = (at: RawBuilder<unknown>) => sql`
  case when h.first_seen <= ${at} and (select min(facts_at) from scope_run) <= ${at} then coalesce(
    (select m.before from category_change m join scope_run r on r.id = m.run_id
      where m.host_id = h.id and r.facts_at > ${at} order by m.id limit 1),
    (select k.category from host_category k where k.host_id = h.id)) end`;

function endOf({ to, at }: ComparedPeriod): RawBuilder<unknown> {
  if (at) return sql`${at}::timestamptz`;
  return to === undefined ? sql`now()` : sql`least(now(), (${to}::date + 1)::timestamp at time zone 'UTC')`;
}

/**
 * What a period has and another has not, under the same filter, in one statement and so of one moment: relationships with a day
 * in it, their hosts, and categories as they were classified at the end of each.
 *
 * @param hosts how many changed hosts are listed; all are counted
 */
export async function loadGraphDiff(
  db: Db,
  filter: ViewFilter,
  compared: ComparedPeriod,
  { hosts }: { readonly hosts: number },
): Promise<GraphDiffRows> {
  const then = { ...filter, from: compared.from, to: compared.to };
  const [nowAt, thenAt] = [endOf(filter), endOf(compared)];
  const { rows } = await wideRead(db, (trx) =>
    sql<Omit<GraphDiffRows, 'bundles'> & { bundles: BundleJson[] }>`
      with present as materialized (${viewOf(filter)}), past as materialized (${viewOf(then)}),
      both_periods as materialized (
        select coalesce(a.client_id, b.client_id) as client_id, coalesce(a.server_id, b.server_id) as server_id,
          coalesce(a.client_key, b.client_key) as client_key, coalesce(a.server_key, b.server_key) as server_key,
          coalesce(a.turned, b.turned) as turned,
          coalesce(a.directed, b.directed) as directed, coalesce(a.infra, b.infra) as infra,
          coalesce(a.service, b.service) as service, coalesce(a.status, b.status) as status,
          a.id is not null as is_now, b.id is not null as was_then
        from present a full join past b on b.id = a.id
      ),
      host_end as (
        select id, min(key) as key, bool_or(is_now) as is_now, bool_or(was_then) as was_then from (
          select client_id as id, client_key as key, is_now, was_then from both_periods
          union all select server_id, server_key, is_now, was_then from both_periods
        ) ends group by id
      ),
      host_compared as materialized (
        select h.id, h.address, e.key, e.is_now, e.was_then, ${categoryAt(thenAt)} as before, ${categoryAt(nowAt)} as after
        from host_end e join host h on h.id = e.id
      ),
      host_changed as materialized (
        select *, case when not was_then then 'added' when not is_now then 'removed' else 'changed' end as change
        from host_compared where is_now <> was_then or before <> after
      )
      select
        (select row_to_json(c) from (
          select count(*) filter (where is_now and not was_then) as "relationshipsAdded",
            count(*) filter (where was_then and not is_now) as "relationshipsRemoved",
            (select count(*) from host_changed where change = 'added') as "hostsAdded",
            (select count(*) from host_changed where change = 'removed') as "hostsRemoved",
            (select count(*) from host_changed where before <> after) as "categoriesChanged"
          from both_periods
        ) c) as counts,
        ${list(
          sql`h.id, host(h.address) as address, h.key as "zoneKey", h.change, h.before, h.after,
            (select n.name from host_name n where n.host_id = h.id
              order by array_position(array['person', 'import', 'sample'], n.source) limit 1) as name`,
          sql`host_changed h order by array_position(array['added', 'removed', 'changed'], change), h.address limit ${hosts}`,
        )} as hosts,
        ${list(
          sql`source, target, directed, infra, service, status, count(*) filter (where is_now and not was_then) as added,
            count(*) filter (where was_then and not is_now) as removed, count(*) filter (where is_now and was_then) as kept`,
          sql`(select *, case when turned then server_key else client_key end as source,
              case when turned then client_key else server_key end as target from both_periods) ended
            group by source, target, directed, infra, service, status
            having bool_or(is_now <> was_then) order by status, source, target, service`,
        )} as bundles,
        coalesce((select min(facts_at) from scope_run) <= ${thenAt}, false) as "categoriesKnown"`.execute(trx),
  );
  const { bundles, ...rest } = rows[0] as (typeof rows)[number];
  return {
    ...rest,
    bundles: bundles.map(({ source, target, directed, infra, service, status, ...counts }) => ({
      ...counts,
      key: formatBundleKey({
        source,
        target,
        directed,
        service: infra ? 'infra' : service,
        status: reviewStatusOf(status),
      }),
    })),
  };
}
