import { type Kysely, sql } from 'kysely';

/**
 * Relationships in rows that cost less to write. Rewrites `relationship` once, some five seconds per million rows, in which nobody
 * reads or writes it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Strongest first, so that the least of two is the one that holds.
    create type direction_method as enum ('explicit', 'person', 'scan', 'tcp-flags', 'first-seen', 'one-way', 'learned',
      'known-service', 'port-range', 'peer', 'none');
    create type direction_confidence as enum ('certain', 'high', 'medium', 'low', 'none');
    create type contact_state as enum ('established', 'unknown', 'attempted', 'denied');

    -- Hosts by their ids, unchecked: hosts and exporters are never removed, and each check costs as much as the row.
    alter table relationship
      drop constraint relationship_method_check,
      drop constraint relationship_confidence_check,
      drop constraint relationship_state_check,
      drop constraint relationship_client_id_fkey,
      drop constraint relationship_server_id_fkey,
      alter column method type direction_method using method::direction_method,
      alter column confidence type direction_confidence using confidence::direction_confidence,
      alter column state type contact_state using state::contact_state,
      -- Room for the next version of a row on its own page: no index need know of it.
      set (fillfactor = 90);
    alter table direction_change
      alter column before_method type direction_method using before_method::direction_method,
      alter column before_confidence type direction_confidence using before_confidence::direction_confidence,
      alter column after_method type direction_method using after_method::direction_method,
      alter column after_confidence type direction_confidence using after_confidence::direction_confidence,
      alter column target_method type direction_method using target_method::direction_method,
      alter column target_confidence type direction_confidence using target_confidence::direction_confidence,
      alter column state type contact_state using state::contact_state;
    alter table relationship_day
      drop constraint relationship_day_relationship_id_fkey,
      drop constraint relationship_day_exporter_id_fkey,
      set (fillfactor = 90);
    -- What is asked of a day is asked of certain relationships, or of all of them.
    drop index relationship_day_day;
    -- Servers of a directory (Kerberos, LDAP), whom every view asks for.
    create index relationship_directory on relationship (server_id)
      where client_port = -1 and protocol in (6, 17) and port in (88, 389, 636, 3268, 3269)
        and state in ('established', 'unknown');
  `.execute(db);
}
