import type { BoundaryFact, CalendarEventFact, ExporterFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import type { LoadedPlaces } from './load-places.ts';

/**
 * Exporters with their health in the period, both in milliseconds. Expected are what came and what is missing, in the unit of the
 * version's sequence number: datagrams (v9), else records; of an exporter that speaks both, the worse share. Sets are not counted,
 * so undecodable ones are measured by datagrams, each of which has at least one: never less than their true share. Sampling that
 * nobody announced is unknown. Version 1 has no numbering: what was lost of an exporter that speaks it is unknown, and not nothing.
 * Records that came and were lost in here count as lost too; what the kernel dropped has no exporter of its own, and is in the
 * numbering of those concerned.
 */
export async function loadExporterFacts(
  trx: Trx,
  period: { readonly start: number; readonly end: number },
): Promise<ExporterFact[]> {
  const minutes = Math.max(1, Math.floor((period.end - period.start) / 60_000));
  const { rows } = await sql<ExporterFact>`
    with health as (
      select * from exporter_health
      where minute >= to_timestamp(${period.start} / 1000.0) and minute < to_timestamp(${period.end} / 1000.0)
    ), total as (
      select exporter_id, count(distinct minute) filter (where datagrams > 0) as minutes, sum(datagrams) as datagrams,
        greatest(sum(lost) filter (where version = 9), 0) as lost_packets,
        sum(datagrams) filter (where version = 9) as packets,
        greatest(sum(lost) filter (where version <> 9), 0) as lost_records,
        sum(records) filter (where version <> 9) as records,
        sum(undecodable_sets) as undecodable, max(abs(skew_ms)) as skew, max(sampling) as sampling,
        coalesce(bool_or(version = 1 and datagrams > 0), false) as unnumbered,
        (
          coalesce(sum((problems ->> 'window-lost')::bigint), 0)
          -- Counted in flows, whose two halves may have been two records.
          + 2 * coalesce(sum((problems ->> 'growth-limit')::bigint), 0)
        ) / nullif(sum(records), 0)::float8 as dropped
      from health group by exporter_id
    ), loss as (
      -- Of two units the worse share: their sum is none of either.
      select exporter_id, greatest(
        lost_packets / nullif(lost_packets + packets, 0)::float8, lost_records / nullif(lost_records + records, 0)::float8
      ) + coalesce(dropped, 0) as share
      from total where not unnumbered
    )
    select 'exporter-' || e.id as id, coalesce(e.name, host(e.address)) as name, host(e.address) as address,
      case when t.sampling > 1 then 'sampled' when t.sampling = 1 then 'none' else 'unknown' end as sampling,
      case when t.sampling > 1 then t.sampling end as "samplingInterval",
      case when t.minutes > ${minutes} then 1 else t.minutes / ${minutes}::float8 end::float8 as uptime,
      case when l.share > 1 then 1 else l.share end::float8 as "sequenceLoss",
      -- Not least(): that of 1 and what is not known would be 1.
      case when t.undecodable > t.datagrams then 1 else t.undecodable / nullif(t.datagrams, 0)::float8 end::float8 as undecodable,
      (t.skew / 1000.0)::float8 as "skewSeconds"
    from exporter e left join total t on t.exporter_id = e.id
    left join loss l on l.exporter_id = e.id order by e.id`.execute(trx);
  return rows;
}

export async function loadBoundaries(trx: Trx, places: LoadedPlaces): Promise<BoundaryFact[]> {
  const rows = await trx.selectFrom('boundary_watch').selectAll().where('ended_at', 'is', null).orderBy('id').execute();
  return rows.flatMap((row) => {
    const [one, other] = [places.find(row.place), places.find(row.other_place)];
    if (!one || !other) return [];
    const exporters = row.exporter_ids.map((id) => `exporter-${id}`);
    const { every_path: everyPath, directions } = row;
    return [{ id: `boundary-${row.id}`, between: [one, other] as const, exporters, everyPath, directions }];
  });
}

/** Events of one name are occurrences of the same. */
export async function loadCalendar(trx: Trx): Promise<CalendarEventFact[]> {
  const { rows } = await sql<CalendarEventFact>`
    select 'event-' || min(id) as id, min(name) as name,
      json_agg(floor(extract(epoch from happened_at) * 1000) order by happened_at) as occurrences
    from calendar_event where ended_at is null group by lower(name) order by min(id)`.execute(trx);
  return rows;
}
