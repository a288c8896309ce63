import { type Kysely, sql } from 'kysely';

/** Who may send: senders that wait for a decision, and what was decided. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Nobody decided on an exporter that has no row here: it was learned.
    create table exporter_admission (
      address inet primary key,
      state text not null check (state in ('waiting', 'allowed', 'refused')),
      first_seen timestamptz not null,
      last_seen timestamptz not null,
      -- That came and were not read.
      datagrams bigint not null
    );
    create index exporter_admission_state on exporter_admission (state);

    -- One row: whether a new sender is read at once, or waits for a decision.
    create table exporter_admission_mode (
      only_row boolean primary key default true check (only_row),
      mode text not null check (mode in ('learn', 'ask'))
    );
    insert into exporter_admission_mode (mode) values ('learn');
  `.execute(db);
}
