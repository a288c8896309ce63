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
  /** Sets that could not be decoded, by the first reason; negative where sets that had waited were decoded after all. */
  readonly undecodable: Readonly<Record<string, number>>;
  readonly problems: Readonly<Record<string, number>>;
  /** Receive time minus export time of the last datagram; null when its header could not be read. */
  readonly skewMs: number | null;
  /** N of "1 in N", the largest seen; null when none was said. */
  readonly sampling: number | null;
  /** Templates known at the end of it; null for versions without templates. */
  readonly templates: number | null;
  /** Sets that waited for their template at the end of it; null for versions without templates. */
  readonly waitingSets: number | null;
}

/** The sum of two columns of counts by name. */
function addedByName(column: string): string {
  return `(
             select coalesce(jsonb_object_agg(name, total), '{}')
             from (
               select name, sum(count::bigint) as total
               from (
                 select * from jsonb_each_text(exporter_health.${column})
                 union all
                 select * from jsonb_each_text(excluded.${column})
               ) as both_sides (name, count)
               group by name
             ) as summed
           )`;
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
       (exporter_id, domain, version, minute, datagrams, octets, records, lost, undecodable_sets, problems, skew_ms, sampling,
       undecodable, templates, waiting_sets)
     select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::timestamptz[], $5::int[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::int[], $10::jsonb[], $11::int[], $12::int[], $13::jsonb[], $14::int[], $15::int[])
     order by 1, 2, 3, 4
     on conflict (exporter_id, domain, version, minute) do update
       set datagrams = exporter_health.datagrams + excluded.datagrams,
           octets = exporter_health.octets + excluded.octets,
           records = exporter_health.records + excluded.records,
           lost = exporter_health.lost + excluded.lost,
           undecodable_sets = exporter_health.undecodable_sets + excluded.undecodable_sets,
           problems = ${addedByName('problems')},
           skew_ms = coalesce(excluded.skew_ms, exporter_health.skew_ms),
           sampling = greatest(exporter_health.sampling, excluded.sampling),
           undecodable = ${addedByName('undecodable')},
           templates = coalesce(excluded.templates, exporter_health.templates),
           waiting_sets = coalesce(excluded.waiting_sets, exporter_health.waiting_sets)`,
    [
      minutes.map((row) => exporters.get(row.exporter)),
      minutes.map((row) => row.domain),
      minutes.map((row) => row.version),
      minutes.map((row) => new Date(row.minute).toISOString()),
      minutes.map((row) => row.datagrams),
      minutes.map((row) => row.octets),
      minutes.map((row) => row.records),
      minutes.map((row) => row.lost),
      minutes.map((row) => Object.values(row.undecodable).reduce((sum, sets) => sum + sets, 0)),
      minutes.map((row) => JSON.stringify(row.problems)),
      minutes.map((row) => (row.skewMs === null ? null : boundedInteger(row.skewMs))),
      minutes.map((row) => (row.sampling === null ? null : boundedInteger(row.sampling))),
      minutes.map((row) => JSON.stringify(row.undecodable)),
      minutes.map((row) => row.templates),
      minutes.map((row) => row.waitingSets),
    ],
  );
}

/** Values that come from the wire may not fit the column; its end stands for everything beyond. */
function boundedInteger(value: number): number {
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.round(value)));
}
