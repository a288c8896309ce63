import { type Kysely, sql } from 'kysely';

/** Addresses behind address translation. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A host with one address that others saw under another one, and when. Several may share one, and one may have several.
    create table address_translation (
      id bigint generated always as identity primary key,
      address inet not null,
      shown_as inet not null check (shown_as <> address),
      exporter inet not null,
      valid_from timestamptz not null,
      valid_to timestamptz not null check (valid_to >= valid_from),
      unique (address, shown_as, exporter, valid_from)
    );
    create index address_translation_shown_as on address_translation (shown_as);
  `.execute(db);
}
