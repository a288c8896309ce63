import { type Kysely, sql } from 'kysely';

/** Where the boxes of the map stand, for everybody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table map_layout (
      id boolean primary key default true check (id),
      -- Grows by one with each change.
      revision integer not null check (revision > 0),
      -- As the layout of the map wrote it.
      layout jsonb not null,
      stored_at timestamptz not null default now()
    );
  `.execute(db);
}
