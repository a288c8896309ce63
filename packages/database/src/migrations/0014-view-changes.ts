import { type Kysely, sql } from 'kysely';

/** What changed of the things that the map is made of, so that a picture kept in memory need not read everything again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Written by the triggers below, whoever writes. Who has seen everything up to a snapshot has yet to see the rows of
    -- transactions that this snapshot does not see.
    create table view_change (
      xid xid8 not null default pg_current_xact_id(),
      -- relationship: ids. pair: of relationships that are gone, client << 32 | server. host: ids. places, approvals: any of them.
      -- all: read everything again.
      kind text not null check (kind in ('relationship', 'pair', 'host', 'places', 'approvals', 'all')),
      ids bigint[] not null default '{}',
      size integer not null default 0,
      -- When it was first met as committed: its time is up some minutes later.
      met_at timestamptz
    );
    alter table view_change alter column ids set storage external;
    create index view_change_xid on view_change (xid);

    create function note_relationships() returns trigger language plpgsql as $$
    begin
      insert into view_change (kind, ids, size) select 'relationship', array_agg(id), count(*) from changed having count(*) > 0;
      return null;
    end $$;
    create function note_relationships_of_days() returns trigger language plpgsql as $$
    begin
      insert into view_change (kind, ids, size)
        select 'relationship', array_agg(relationship_id), count(*) from changed having count(*) > 0;
      return null;
    end $$;
    create function note_pairs() returns trigger language plpgsql as $$
    begin
      insert into view_change (kind, ids, size)
        select 'pair', array_agg(client_id::bigint << 32 | server_id), count(*) from changed having count(*) > 0;
      return null;
    end $$;
    create function note_hosts() returns trigger language plpgsql as $$
    begin
      insert into view_change (kind, ids, size) select 'host', array_agg(id), count(*) from changed having count(*) > 0;
      return null;
    end $$;
    create function note_hosts_by_reference() returns trigger language plpgsql as $$
    begin
      insert into view_change (kind, ids, size) select 'host', array_agg(host_id), count(*) from changed having count(*) > 0;
      return null;
    end $$;
    -- The kind is the trigger's argument.
    create function note_kind() returns trigger language plpgsql as $$
    begin
      insert into view_change (kind) values (tg_argv[0]);
      return null;
    end $$;

    create trigger relationship_added after insert on relationship referencing new table as changed
      for each statement execute function note_relationships();
    create trigger relationship_changed after update on relationship referencing new table as changed
      for each statement execute function note_relationships();
    create trigger relationship_gone after delete on relationship referencing old table as changed
      for each statement execute function note_pairs();
    create trigger relationship_emptied after truncate on relationship for each statement execute function note_kind('all');

    create trigger relationship_day_added after insert on relationship_day referencing new table as changed
      for each statement execute function note_relationships_of_days();
    create trigger relationship_day_changed after update on relationship_day referencing new table as changed
      for each statement execute function note_relationships_of_days();
    create trigger relationship_day_gone after delete on relationship_day referencing old table as changed
      for each statement execute function note_relationships_of_days();
    create trigger relationship_day_emptied after truncate on relationship_day
      for each statement execute function note_kind('all');

    create trigger host_added after insert on host referencing new table as changed
      for each statement execute function note_hosts();
    -- Times of a host are read when they are shown.
    create trigger host_changed after update of zone_id, address on host for each statement execute function note_kind('places');
    create trigger host_gone after delete or truncate on host for each statement execute function note_kind('all');
    create trigger zone_seen after insert or update or delete or truncate on zone
      for each statement execute function note_kind('places');
    create trigger zone_prefix_seen after insert or update or delete or truncate on zone_prefix
      for each statement execute function note_kind('places');
    create trigger approval_seen after insert or update or delete or truncate on approval
      for each statement execute function note_kind('approvals');
  `.execute(db);
  for (const table of ['host_name', 'host_claim', 'host_category']) {
    const name = sql.ref(table);
    const trigger = (event: string) => sql.ref(`${table}_${event}`);
    await sql`
      create trigger ${trigger('added')} after insert on ${name} referencing new table as changed
        for each statement execute function note_hosts_by_reference();
      create trigger ${trigger('changed')} after update on ${name} referencing new table as changed
        for each statement execute function note_hosts_by_reference();
      create trigger ${trigger('gone')} after delete on ${name} referencing old table as changed
        for each statement execute function note_hosts_by_reference();
      create trigger ${trigger('emptied')} after truncate on ${name} for each statement execute function note_kind('all');
    `.execute(db);
  }
}
