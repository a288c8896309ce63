import { type Kysely, sql } from 'kysely';

/** Packs with pseudonyms, and packs that a person has removed: the row stays, the file goes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table evidence_export
      add column redacted boolean not null default false,
      add column removed_at timestamptz,
      add column removed_by text,
      add constraint removed_by_somebody check ((removed_at is null) = (removed_by is null));
  `.execute(db);
}
