import { type Kysely, sql } from 'kysely';

/** Frozen facts that evidence is made of, and the packs that were made of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Everything that was known at one moment of the database. Never changed.
    create table snapshot (
      id uuid primary key,
      -- The instant at which the facts were read, expiry was judged and the period ends.
      taken_at timestamptz(3) not null,
      taken_by text not null check (taken_by <> ''),
      reason text not null check (reason <> ''),
      entity text not null,
      period_start timestamptz(3) not null,
      period_end timestamptz(3) not null,
      product_version text not null,
      -- Of the form of the facts.
      model_version integer not null,
      contacts integer not null,
      -- Systems by category.
      counts jsonb not null,
      -- Of facts.json.
      facts_octets bigint not null,
      facts_sha256 text not null
    );
    -- facts.json, compressed with gzip and cut into parts.
    create table snapshot_part (
      snapshot_id uuid not null references snapshot,
      position integer not null,
      bytes bytea not null,
      primary key (snapshot_id, position)
    );
    alter table snapshot_part alter column bytes set storage external;
    create trigger snapshot_kept before update or delete on snapshot for each row execute function refuse_change();
    create trigger snapshot_whole before truncate on snapshot for each statement execute function refuse_change();
    create trigger snapshot_part_kept before update or delete on snapshot_part for each row execute function refuse_change();
    create trigger snapshot_part_whole before truncate on snapshot_part for each statement execute function refuse_change();

    -- A pack that is made of a snapshot; the file itself lies in the data folder.
    create table evidence_export (
      id uuid primary key,
      snapshot_id uuid not null references snapshot,
      state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
      -- Files of the pack. Null: it is not known yet how many there will be.
      files_total integer,
      files_done integer not null default 0,
      -- Of the finished pack.
      octets bigint,
      sha256 text,
      error text,
      author text not null check (author <> ''),
      created_at timestamptz not null default now(),
      finished_at timestamptz
    );
    create index evidence_export_created on evidence_export (created_at);
  `.execute(db);
}
