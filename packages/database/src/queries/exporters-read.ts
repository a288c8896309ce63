import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** An exporter with what was received of it over all stored minutes. */
export interface ExporterRow {
  readonly id: number;
  readonly address: string;
  readonly name: string | null;
  readonly versions: readonly number[];
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly datagrams: number;
  readonly records: number;
  readonly lost: number;
  readonly undecodableSets: number;
  /** Reason -> sets. Less than all of them where they were counted before their reasons were. */
  readonly undecodable: Readonly<Record<string, number>>;
  /** Known, and sets that waited for one, when it was last heard; null: its versions have no templates, or nothing is known. */
  readonly templates: number | null;
  readonly waitingSets: number | null;
  /** Problem code -> count. */
  readonly problems: Readonly<Record<string, number>>;
  /** 1 in N, the latest that was announced; null: none was. */
  readonly sampling: number | null;
  /** Receive time minus export time of the latest minute that has it, in milliseconds. */
  readonly skewMs: number | null;
}

/** All exporters by address. */
export async function listExporters(db: Db): Promise<ExporterRow[]> {
  const { rows } = await sql<ExporterRow>`
    with total as (
      select exporter_id, array_agg(distinct version order by version) as versions, sum(datagrams)::float8 as datagrams,
        sum(records)::float8 as records, sum(lost)::float8 as lost, sum(undecodable_sets)::float8 as undecodable,
        (array_agg(sampling order by minute desc) filter (where sampling is not null))[1] as sampling,
        (array_agg(skew_ms order by minute desc) filter (where skew_ms is not null))[1] as skew
      from exporter_health group by exporter_id
    ),
    reason as (
      select exporter_id, json_object_agg(code, count) filter (where count <> 0) as reasons from (
        select exporter_id, code, sum(count::bigint)::float8 as count
        from exporter_health, jsonb_each_text(undecodable) as found (code, count) group by exporter_id, code
      ) summed group by exporter_id
    ),
    state as (
      select exporter_id, sum(templates)::float8 as templates, sum(waiting_sets)::float8 as waiting from (
        select distinct on (exporter_id, domain, version) exporter_id, templates, waiting_sets
        from exporter_health where templates is not null
        order by exporter_id, domain, version, minute desc
      ) latest group by exporter_id
    ),
    problem as (
      select exporter_id, json_object_agg(code, count) as problems from (
        select exporter_id, code, sum(count::bigint)::float8 as count
        from exporter_health, jsonb_each_text(problems) as found (code, count) group by exporter_id, code
      ) summed group by exporter_id
    )
    select e.id, host(e.address) as address, e.name, coalesce(t.versions, '{}') as versions,
      e.first_seen as "firstSeen", e.last_seen as "lastSeen",
      coalesce(t.datagrams, 0) as datagrams, coalesce(t.records, 0) as records, coalesce(t.lost, 0) as lost,
      coalesce(t.undecodable, 0) as "undecodableSets", coalesce(p.problems, '{}'::json) as problems,
      coalesce(r.reasons, '{}'::json) as undecodable, s.templates, s.waiting as "waitingSets",
      t.sampling, t.skew as "skewMs"
    from exporter e left join total t on t.exporter_id = e.id left join problem p on p.exporter_id = e.id
      left join reason r on r.exporter_id = e.id left join state s on s.exporter_id = e.id
    order by e.address`.execute(db);
  return rows;
}

/** What the collector itself lost over all stored minutes, and nobody can say whose it was. */
interface CollectorLossRow {
  readonly problem: string;
  /** Of the socket; null where it is not the doing of one. */
  readonly port: number | null;
  /** Datagrams. */
  readonly count: number;
  /** Start of the last minute with any. */
  readonly last: Date;
}

/** By problem and port. */
export async function listCollectorLosses(db: Db): Promise<CollectorLossRow[]> {
  const { rows } = await sql<CollectorLossRow>`
    select problem, port, sum(count)::float8 as count, max(minute) as last
    from collector_loss group by problem, port order by problem, port`.execute(db);
  return rows;
}

/** True while no relationship was ever stored: the page then shows how to begin. */
export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.selectFrom('relationship').select('id').limit(1).executeTakeFirst()) === undefined;
}
