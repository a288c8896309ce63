import { type Kysely, sql } from 'kysely';

/** Views that people saved under a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table saved_view (
      id uuid primary key,
      name text not null check (name <> ''),
      -- Of the URL.
      path text not null,
      search text not null,
      shared boolean not null,
      author text not null check (author <> ''),
      made_at timestamptz not null default now(),
      ended_at timestamptz
    );
    create unique index saved_view_name on saved_view (author, lower(name)) where ended_at is null;
  `.execute(db);
}
