import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Db } from '../database.ts';

/** Where a stream of export messages stands in its numbering; the codec says what the numbers mean. */
export interface ExporterSequence {
  readonly exporter: string;
  /** UDP source port of the exporter. */
  readonly port: number;
  readonly domain: number;
  readonly version: number;
  readonly sequence: number;
  readonly units: number | null;
  readonly expected: number | null;
  readonly bootTime: number | null;
  readonly countsItself: boolean;
}

/** Remembers positions as of the window whose transaction this is. */
export async function saveExporterSequences(client: PoolClient, sequences: readonly ExporterSequence[]): Promise<void> {
  if (sequences.length === 0) return;
  await client.query(
    `insert into exporter_sequence (exporter, port, domain, version, heard_at, body)
     select distinct on (exporter, port, domain, version) exporter, port, domain, version, now(), body
     from unnest($1::inet[], $2::int[], $3::bigint[], $4::smallint[], $5::jsonb[]) as new (exporter, port, domain, version, body)
     order by exporter, port, domain, version
     on conflict (exporter, port, domain, version) do update set heard_at = excluded.heard_at, body = excluded.body`,
    [
      sequences.map((at) => at.exporter),
      sequences.map((at) => at.port),
      sequences.map((at) => at.domain),
      sequences.map((at) => at.version),
      sequences.map(({ sequence, units, expected, bootTime, countsItself }) =>
        JSON.stringify({ sequence, units, expected, bootTime, countsItself }),
      ),
    ],
  );
}

/** The positions of the `limit` streams heard last, by the newest windows that are stored. */
export async function loadExporterSequences(db: Db, limit: number): Promise<ExporterSequence[]> {
  type Position = Omit<ExporterSequence, 'exporter' | 'port' | 'domain' | 'version'>;
  type Row = { exporter: string; port: number; domain: string; version: number; body: Position };
  const { rows } = await sql<Row>`
    select exporter, port, domain, version, body from exporter_sequence
    order by heard_at desc, exporter, port, domain, version limit ${limit}`.execute(db);
  return rows.map(({ exporter, port, domain, version, body }) => ({
    exporter,
    port,
    domain: Number(domain),
    version,
    ...body,
  }));
}
