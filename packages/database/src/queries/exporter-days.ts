import { sql } from 'kysely';
import type { Db } from '../database.ts';

export interface ExporterDayRow {
  readonly exporterId: number;
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  /** Minutes in which a datagram came. */
  readonly minutes: number;
  readonly records: number;
  readonly lost: number;
  readonly undecodableSets: number;
}

/**
 * What was received of each exporter on each of the `count` UTC days up to the last one on which anything was received;
 * `last` is that day, null when nothing is stored.
 */
export async function listExporterDays(
  db: Db,
  count: number,
): Promise<{ last: string | null; days: ExporterDayRow[] }> {
  const { rows } = await sql<{ last: string | null; days: ExporterDayRow[] }>`
    with newest as (select (max(minute) at time zone 'UTC')::date as day from exporter_health)
    select day as last, (
      select coalesce(json_agg(row order by "exporterId", day), '[]'::json) from (
        select exporter_id as "exporterId", (minute at time zone 'UTC')::date as day, count(distinct minute)::int as minutes,
          sum(records)::float8 as records, sum(lost)::float8 as lost, sum(undecodable_sets)::float8 as "undecodableSets"
        from exporter_health
        where datagrams > 0 and minute >= (newest.day - ${count - 1}::int)::timestamp at time zone 'UTC'
        group by 1, 2
      ) row
    ) as days
    from newest`.execute(db);
  return rows[0] ?? { last: null, days: [] };
}
