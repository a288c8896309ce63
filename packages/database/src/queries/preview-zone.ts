import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** A host that would be in another zone; names of zones, null for none. */
export interface MovingHost {
  readonly id: number;
  readonly address: string;
  readonly name: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** The zone as it might be: `id` null is a new one, `prefixes` null one that is removed. */
export interface PossibleZone {
  readonly id: number | null;
  readonly name: string;
  readonly prefixes: readonly string[] | null;
}

/** No zone has this number: it stands for the one that does not exist yet. */
const NEW_ZONE = 0;

/** Hosts that would be in another zone than they are, by address. Nothing is written. */
export async function previewZone(db: Db, { id, name, prefixes }: PossibleZone): Promise<MovingHost[]> {
  const zone = id ?? NEW_ZONE;
  const { rows } = await sql<MovingHost>`
    with possible as materialized (
      select prefix, zone_id from zone_prefix where zone_id <> ${zone}
      union all
      select distinct prefix, ${zone}::int from unnest(${[...(prefixes ?? [])]}::cidr[]) as given (prefix)
    ), named as (
      select id, case when id = ${zone} then ${name} else name end as name from zone
      union all select ${NEW_ZONE}::int, ${name}
    )
    select h.id, host(h.address) as address, l.name, f.name as "from", t.name as "to"
    from host h
    left join lateral (
      select zone_id from possible where prefix >>= h.address order by masklen(prefix) desc limit 1
    ) n on true
    left join zone f on f.id = h.zone_id
    left join named t on t.id = n.zone_id
    left join lateral (
      select name from host_name where host_id = h.id order by array_position(array['person', 'import', 'sample'], source) limit 1
    ) l on true
    where n.zone_id is distinct from h.zone_id
    order by h.address`.execute(db);
  return rows;
}
