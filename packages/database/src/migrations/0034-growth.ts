import { type Kysely, sql } from 'kysely';

/** How fast relationships become more, so that invented traffic does not fill the disk. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- New relationships of live traffic by hour.
    create table growth (
      hour timestamptz primary key,
      relationships bigint not null
    );
    -- Only while there are too many: what each exporter added, and the flows of those that were not stored.
    create table growth_of_exporter (
      hour timestamptz not null,
      exporter inet not null,
      relationships bigint not null,
      refused bigint not null,
      primary key (hour, exporter)
    );
  `.execute(db);
}
