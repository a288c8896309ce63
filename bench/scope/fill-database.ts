import type pg from 'pg';

/** Zones, of which the first two are claimed as CDE; zone z is 10.z.0.0/16. */
const ZONES = 50;

/**
 * A network in the database: `hosts` dealt to fifty zones, and `relationships` among them, one in two hundred of which goes into the
 * CDE. Written past the product, whose windows have a benchmark of their own.
 */
export async function fillDatabase(client: pg.Client, hosts: number, relationships: number): Promise<void> {
  await client.query(
    `insert into zone (name, claim, description)
     select 'Zone ' || z, case when z < 2 then 'cde' else 'out-of-scope' end, '' from generate_series(0, $1::int - 1) z`,
    [ZONES],
  );
  await client.query(
    `insert into zone_prefix (prefix, zone_id)
     select ('10.' || substr(name, 6) || '.0.0/16')::cidr, id from zone`,
  );
  await client.query(
    `insert into host (address, first_seen, last_seen)
     select ('10.' || h % ${ZONES} || '.' || (h / ${ZONES} >> 8) || '.' || (h / ${ZONES} & 255))::inet,
       now() - interval '20 days', now()
     from generate_series(0, $1::int - 1) h order by h`,
    [hosts],
  );
  await client.query(
    `insert into relationship
       (client_id, server_id, protocol, port, method, confidence, state, first_seen, last_seen)
     select first.id + r % $1::int, first.id + server, 6,
       case when r % 500 = 7 then 22 else (array[443, 80, 53, 88, 389, 25, 123, 514, 8080, 636])[1 + server % 10] end,
       'tcp-flags', 'high', 'established', now() - interval '20 days', now() - interval '1 day'
     from (select min(id) as id from host) first, generate_series(0, $2::int - 1) r,
     lateral (select case when r % 200 = 0 then r / 200 % ($1::int / ${ZONES}) * ${ZONES} + r / 200 % 2
       else (r::bigint * 7919 % ($1::int / ${ZONES}) * ${ZONES} + 2 + r / $1::int % ${ZONES - 2})::int end as server) chosen
     where r % $1::int <> server
     on conflict do nothing`,
    [hosts, relationships],
  );
  await client.query('vacuum analyze');
}
