import { type Kysely, sql } from 'kysely';

/** What lists of the staff say of hosts, who owns an approval, and each list that was taken over with what it changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What an inventory knows of a host (PCI DSS 12.5.1); it decides nothing. Empty text: not known.
    create table host_inventory (
      host_id integer primary key references host on delete cascade,
      type text not null default '',
      vendor text not null default '',
      product text not null default '',
      version text not null default '',
      purpose text not null default '',
      owner text not null default '',
      location text not null default '',
      environment text not null default ''
    );

    -- Who answers for the service that is approved; empty where nobody was named.
    alter table approval add column owner text not null default '';

    create table list_import (
      id integer generated always as identity primary key,
      kind text not null check (kind in ('zones', 'hosts', 'tags', 'approvals')),
      file_name text not null,
      -- SHA-256 of the text.
      digest text not null,
      reason text not null check (reason <> ''),
      author text not null check (author <> ''),
      made_at timestamptz not null default now(),
      unchanged integer not null,
      -- [{"key": …, "subject": …, "before": {column: value} or null, "after": {column: value} or null}]
      changes jsonb not null,
      undone_at timestamptz,
      undone_by text check ((undone_by is null) = (undone_at is null)),
      undo_reason text check ((undo_reason is null) = (undone_at is null)),
      -- [{"subject": …, "why": …}]: what was not taken back.
      kept jsonb check ((kept is null) = (undone_at is null))
    );
  `.execute(db);
}
