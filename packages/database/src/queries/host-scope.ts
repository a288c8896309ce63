import { SCOPE_CATEGORIES, SCOPE_CLAIMS } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import { CLAIM_CODES, categoryCode, STANDING_TABLE } from './decision-tables.ts';

/** Addresses that never are on the Internet: RFC 1918, 6598, 3927, 1122, 4193, 4291. */
const PRIVATE_PREFIXES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

/** From this many networks without a zone on, their hosts are one group: more lanes than that nobody can read. */
const MOST_UNASSIGNED_NETWORKS = 12;

const claimCode = (column: RawBuilder<unknown>) =>
  sql`coalesce(array_position(${[...SCOPE_CLAIMS]}::text[], ${column}), 0)`;

const hostLabel = sql`
  host_label as (
    select distinct on (host_id) host_id as id, name
    from host_name
    order by host_id, array_position(array['person', 'import', 'sample'], source)
  )`;

/** The network that a private host `h` without a zone is grouped by; null for all others. */
const looseNetwork = sql`
  case when h.zone_id is null and h.address <<= any(${PRIVATE_PREFIXES}::inet[])
    then network(set_masklen(h.address, case family(h.address) when 4 then 24 else 64 end)) end`;

const hostClaimed = (which: RawBuilder<unknown>) => sql`
  host_paired as (
    select
      h.id, h.address, h.first_seen, h.last_seen, h.zone_id, z.name as zone_name, l.name,
      ${claimCode(sql`c.claim`)} * ${sql.lit(CLAIM_CODES)} + ${claimCode(sql`z.claim`)} as claims,
      ${looseNetwork} as loose_network
    from host h
    left join zone z on z.id = h.zone_id
    left join host_label l on l.id = h.id
    left join host_claim c on c.host_id = h.id and c.closed_at is null
    where ${which}
  ),
  host_claimed as (
    select
      p.*,
      (${[...STANDING_TABLE]}::smallint[])[claims + 1] as standing,
      case
        when zone_id is not null then 'zone-' || zone_id
        when loose_network is null then 'unassigned-internet'
        when many.networks then 'unassigned-private'
        else 'unassigned-' || loose_network
      end as zone_key
    from host_paired p,
      (select count(*) > ${sql.lit(MOST_UNASSIGNED_NETWORKS)} as networks
        from (select distinct ${looseNetwork} as network from host h where h.zone_id is null) found where network is not null) many
  ),
  loose_place as (
    select zone_key, -row_number() over (order by zone_key collate "C")::int as code
    from (select distinct zone_key from host_claimed where zone_id is null) found
  )`;

/**
 * Common table expressions up to `host_scope`: one row per host with `id, address, name, first_seen, last_seen, zone_id,
 * zone_name, zone_key, zone_code, standing, category, conflict` (codes as in decision-tables.ts; zone_code stands for zone_key
 * within one statement). The category is that of the latest run of the scope model; a host that it has not met is undetermined.
 * The standing is by claims, and CDE also where the category says so. `which` is a condition on `host h`: the others are left out.
 */
export const hostScope = (which: RawBuilder<unknown> = sql`true`) => sql`
  ${hostLabel}, ${hostClaimed(which)},
  host_scope as materialized (
    select
      h.id, h.address, h.first_seen, h.last_seen, h.zone_id, h.zone_name, h.name, h.loose_network, h.zone_key,
      coalesce(h.zone_id, p.code) as zone_code,
      case when k.category like 'CDE%' then h.standing | 1 else h.standing end as standing,
      coalesce(array_position(${[...SCOPE_CATEGORIES]}::text[], k.category) - 1, ${sql.lit(categoryCode('UNDETERMINED'))}) as category,
      coalesce(k.conflict, false) as conflict
    from host_claimed h
    left join loose_place p on p.zone_key = h.zone_key
    left join host_category k on k.host_id = h.id
  )`;
