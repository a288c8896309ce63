import type { PoolClient } from 'pg';
import type { IdsByAddress } from './ingest-exporters.ts';

/** What one exporter's observation domain sent with one version, as far as it is not counted yet, in one minute of receipt. */
export interface ExporterMinute {
  readonly exporter: string;
  readonly domain: number;
  /** 0 when the header could not be read. */
  readonly version: number;
  /** Start of the minute, milliseconds since 1970 UTC. */
  readonly minute: number;
  readonly datagrams: number;
  readonly octets: number;
  /** Flow records. */
  readonly records: number;
  /** In the unit of the version's sequence number; negative when a late datagram filled a gap counted before. */
  readonly lost: number;
  readonly undecodableSets: number;
  readonly problems: Readonly<Record<string, number>>;
  /** Receive time minus export time of the last datagram; null when its header could not be read. */
  readonly skewMs: number | null;
  /** N of "1 in N", the largest seen; null when none was said. */
  readonly sampling: number | null;
}

/** Adds counts to the rows of their minutes. */
export async function addExporterHealth(
  client: PoolClient,
  minutes: readonly ExporterMinute[],
  exporters: IdsByAddress,
): Promise<void> {
  if (minutes.length === 0) return;
  await client.query(
    `insert into exporter_health
       (exporter_id, domain, version, minute, datagrams, octets, records, lost, undecodable_sets, problems, skew_ms, sampling)
     select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::timestamptz[], $5::int[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::int[], $10::jsonb[], $11::int[], $12::int[])
     order by 1, 2, 3, 4
     on conflict (exporter_id, domain, version, minute) do update
       set datagrams = exporter_health.datagrams + excluded.datagrams,
           octets = exporter_health.octets + excluded.octets,
           records = exporter_health.records + excluded.records,
           lost = exporter_health.lost + excluded.lost,
           undecodable_sets = exporter_health.undecodable_sets + excluded.undecodable_sets,
           problems = (
             select coalesce(jsonb_object_agg(code, total), '{}')
             from (
               select code, sum(count::bigint) as total
               from (
                 select * from jsonb_each_text(exporter_health.problems)
                 union all
                 select * from jsonb_each_text(excluded.problems)
               ) as both_sides (code, count)
               group by code
             ) as summed
           ),
           skew_ms = coalesce(excluded.skew_ms, exporter_health.skew_ms),
           sampling = greatest(exporter_health.sampling, excluded.sampling)`,
    [
      minutes.map((row) => exporters.get(row.exporter)),
      minutes.map((row) => row.domain),
      minutes.map((row) => row.version),
      minutes.map((row) => new Date(row.minute).toISOString()),
      minutes.map((row) => row.datagrams),
      minutes.map((row) => row.octets),
      minutes.map((row) => row.records),
      minutes.map((row) => row.lost),
      minutes.map((row) => row.undecodableSets),
      minutes.map((row) => JSON.stringify(row.problems)),
      minutes.map((row) => (row.skewMs === null ? null : boundedInteger(row.skewMs))),
      minutes.map((row) => (row.sampling === null ? null : boundedInteger(row.sampling))),
    ],
  );
}

/** Values that come from the wire may not fit the column; its end stands for everything beyond. */
function boundedInteger(value: number): number {
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.round(value)));
}
