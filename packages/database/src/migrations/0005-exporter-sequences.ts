import { type Kysely, sql } from 'kysely';

/** How far each exporter's numbering was followed, so that a restart can tell what came while nobody listened. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The place of each stream of export messages in its numbering, as of the newest window that is stored.
    create table exporter_sequence (
      exporter inet not null,
      port integer not null,
      domain bigint not null,
      version smallint not null,
      heard_at timestamptz not null,
      body jsonb not null,
      primary key (exporter, port, domain, version)
    );
  `.execute(db);
}
