import { type Kysely, sql } from 'kysely';

/** What the scope model says of whole zones, and of hosts without a zone network by network. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Of the latest run. A place without a row is not classified yet, and so undetermined.
    create table place_category (
      -- zone-7 for a zone; unassigned-10.2.0.0/24 and the like for hosts that no zone claims.
      key text primary key,
      category text not null check (category in ('CDE_CHD', 'CDE_CONTAMINATED', 'SEGMENTING', 'SECURITY_IMPACTING', 'CONNECTED',
        'CONNECTED_INDIRECT', 'OUT_OF_SCOPE', 'UNDETERMINED', 'EXTERNAL'))
    );
  `.execute(db);
}
