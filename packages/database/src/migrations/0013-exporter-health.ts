import { type Kysely, sql } from 'kysely';

/** What the collector knows of an exporter beyond its counts, and what it lost itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table exporter_health
      -- Reason -> sets that could not be decoded; empty for minutes before this was kept. Their sum is undecodable_sets since.
      add column undecodable jsonb not null default '{}',
      -- At the end of the minute; null for versions without templates, and for minutes before this was kept.
      add column templates integer,
      add column waiting_sets integer;

    -- Datagrams that this machine received and lost, of which nobody can say whose they were.
    create table collector_loss (
      minute timestamptz not null,
      -- Of the socket; null where it is not the doing of one.
      port integer,
      problem text not null,
      count bigint not null,
      unique nulls not distinct (minute, port, problem)
    );
  `.execute(db);
}
