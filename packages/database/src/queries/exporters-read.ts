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
      t.sampling, t.skew as "skewMs"
    from exporter e left join total t on t.exporter_id = e.id left join problem p on p.exporter_id = e.id
    order by e.address`.execute(db);
  return rows;
}

/** True while no relationship was ever stored: the page then shows how to begin. */
export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.selectFrom('relationship').select('id').limit(1).executeTakeFirst()) === undefined;
}
