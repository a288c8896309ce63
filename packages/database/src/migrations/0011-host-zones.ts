import { type Kysely, sql } from 'kysely';

/** Each host with the zone of the longest prefix that holds it, so that a question about few hosts need not place all of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Kept by the triggers below, whoever writes; never written otherwise.
    alter table host add column zone_id integer;
    create index host_zone on host (zone_id);

    create function zone_of(address inet) returns integer stable language sql return (
      select zone_id from zone_prefix where prefix >>= address order by masklen(prefix) desc limit 1
    );

    -- Whoever adds a host and whoever changes prefixes exclude each other until they commit: a host that is placed by prefixes
    -- which change at that moment would stay in the wrong zone. The number is that of the windows and their corrections.
    create function place_host() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(7264114);
      new.zone_id := zone_of(new.address);
      return new;
    end $$;

    -- All lengths in use in one join, as windows lock hosts: by address.
    create function place_hosts() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(7264114);
      update host h set zone_id = moved.zone_id
      from (
        select known.id, placed.zone_id
        from host known
        left join (
          -- Length and zone in one number, whose largest is the zone of the longest prefix.
          select each.id, (max(masklen(p.prefix)::bigint << 32 | p.zone_id) & 4294967295)::int as zone_id
          from host each
          cross join (select distinct masklen(prefix) as length from zone_prefix) l
          join zone_prefix p on p.prefix
            = network(set_masklen(each.address, least(l.length, case family(each.address) when 4 then 32 else 128 end)))
          group by each.id
        ) placed using (id)
        where placed.zone_id is distinct from known.zone_id
        order by known.address
        for update of known
      ) moved
      where moved.id = h.id;
      return null;
    end $$;

    create trigger host_placed before insert or update of address on host for each row execute function place_host();
    create trigger zone_prefix_changed after insert or update or delete or truncate on zone_prefix
      for each statement execute function place_hosts();

    update host set zone_id = zone_of(address) where zone_of(address) is not null;
  `.execute(db);
}
