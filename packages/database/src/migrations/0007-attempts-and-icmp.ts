import { type Kysely, sql } from 'kysely';

/** How often contact was tried in vain, and what ICMP messages a relationship consists of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table relationship
      -- Conversations that came to nothing (no answer where one was due, a reset, a refusal); the others are contact.
      add column attempts bigint not null default 0 check (attempts >= 0),
      -- Null for other protocols, where several occurred, and where the exporter did not say.
      add column icmp_type smallint check (icmp_type between 0 and 255),
      add column icmp_code smallint check (icmp_code between 0 and 255);

    -- What moved with the row, as the other columns.
    alter table direction_change
      add column attempts bigint not null default 0,
      add column icmp_type smallint,
      add column icmp_code smallint;
  `.execute(db);
}
