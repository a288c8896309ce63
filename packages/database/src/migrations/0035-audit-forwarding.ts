import { type Kysely, sql } from 'kysely';

/** How far the audit trail was sent to other systems. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_forwarding (
      -- Where to, as configured.
      target text primary key,
      -- The last entry that was sent.
      last_id bigint not null
    )
  `.execute(db);
}
