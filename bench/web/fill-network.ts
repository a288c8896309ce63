import type pg from 'pg';

export interface NetworkSize {
  readonly zones: number;
  readonly hosts: number;
  readonly relationships: number;
}

/** Days back from today on which there was traffic. */
const DAYS = 28;

/**
 * A network in the database: zone z is 10.z.0.0/16, of which one in fifty is claimed as CDE and one in five as connected; hosts dealt
 * to them in turn; each host meets servers of a few other zones over ten services. Written past the product, whose windows have a
 * benchmark of their own, and before it starts.
 */
export async function fillNetwork(client: pg.Client, { zones, hosts, relationships }: NetworkSize): Promise<void> {
  await client.query(
    `insert into zone (name, claim, description)
     select 'Zone ' || z, case when z % 50 = 0 then 'cde' when z % 5 = 0 then 'connected' else 'out-of-scope' end, ''
     from generate_series(0, $1::int - 1) z`,
    [zones],
  );
  await client.query(
    `insert into zone_prefix (prefix, zone_id) select ('10.' || substr(name, 6) || '.0.0/16')::cidr, id from zone`,
  );
  await client.query(
    `insert into host (address, first_seen, last_seen)
     select ('10.' || h % $2::int || '.' || (h / $2 >> 8) || '.' || (h / $2 & 255))::inet, now() - $3::int * interval '1 day', now()
     from generate_series(0, $1::int - 1) h order by h`,
    [hosts, zones, DAYS],
  );
  await client.query(
    `insert into exporter (address, name, first_seen, last_seen)
     values ('192.0.2.1', 'core', now() - $1::int * interval '1 day', now())`,
    [DAYS],
  );
  await client.query(
    `insert into relationship (client_id, server_id, protocol, port, method, confidence, state, first_seen, last_seen)
     select first.id + r % $1::int, first.id + server, 6,
       (array[443, 80, 53, 88, 389, 25, 123, 514, 8080, 636])[1 + server % 10], 'tcp-flags', 'high', 'established',
       now() - $4::int * interval '1 day', now() - interval '1 day'
     from (select min(id) as id from host) first, generate_series(0, $2::int - 1) r,
     lateral (select ((r % $1::int + (1 + r / $1::int % 4) * 7) % $3::int
       + ((r::bigint * 7919 + r / $1::int * 31) % ($1::int / $3::int))::int * $3::int) as server) chosen
     where r % $1::int <> server
     on conflict do nothing`,
    [hosts, relationships, zones, DAYS],
  );
  await client.query(
    `insert into relationship_day (relationship_id, day, exporter_id, flows, packets, octets)
     select r.id, (now() at time zone 'utc')::date - 1 - (r.id % $1::int)::int, e.id, 1 + r.id % 50, 10, 1000 + r.id % 9000
     from relationship r, exporter e`,
    [DAYS],
  );
  await client.query('vacuum analyze');
}
