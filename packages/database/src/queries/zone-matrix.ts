import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { statusCode } from './decision-tables.ts';
import { counts, type GraphRows, list, unassigned, zones } from './graph.ts';
import { hostView } from './host-view.ts';
import type { ViewFilter } from './relationship-view.ts';
import { wideRead } from './wide-read.ts';

/** Everything from one zone to another. One of unknown direction stands in one cell, as on the map, and in `undirected`. */
export interface ZonePairRow {
  /** Zone keys such as `zone-7`. */
  readonly source: string;
  readonly target: string;
  readonly services: number;
  readonly relationships: number;
  readonly violation: number;
  readonly unreviewed: number;
  readonly approved: number;
  readonly ordinary: number;
  readonly undirected: number;
  readonly flows: number;
  readonly octets: number;
  /** Approvals in date from source to target, whether or not anything was seen. */
  readonly approvals: number;
}

export interface ZoneMatrixRows extends Pick<GraphRows, 'zones' | 'unassigned' | 'counts'> {
  readonly cells: readonly ZonePairRow[];
}

const NO_CELL = sql`0 as services, 0 as relationships, 0 as violation, 0 as unreviewed, 0 as approved, 0 as ordinary,
  0 as undirected, 0::float8 as flows, 0::float8 as octets`;

const ofStatus = (status: Parameters<typeof statusCode>[0]) =>
  sql`count(*) filter (where status = ${sql.lit(statusCode(status))})`;

/** Source and target are chosen as for bundles: see graph.ts. */
const seen = sql`
  select source.key as source, target.key as target, p.services, p.relationships, p.violation, p.unreviewed, p.approved,
    p.ordinary, p.undirected, p.flows, p.octets, 0 as approvals
  from (
    select source_code, target_code, count(distinct service_code) as services, count(*) as relationships,
      ${ofStatus('violation')} as violation, ${ofStatus('unreviewed')} as unreviewed,
      ${ofStatus('approved')} as approved, ${ofStatus('ordinary')} as ordinary,
      count(*) filter (where not directed) as undirected, sum(flows) as flows, sum(octets) as octets
    from (
      select *, case when swapped then server_code else client_code end as source_code,
        case when swapped then client_code else server_code end as target_code
      from (select *, not directed and server_code < client_code as swapped from viewed) turned
    ) ended
    group by source_code, target_code
  ) p
  join zone_place source on source.code = source_code
  join zone_place target on target.code = target_code`;

const permitted = sql`
  select 'zone-' || source_zone_id as source, 'zone-' || target_zone_id as target, ${NO_CELL}, count(*) as approvals
  from approval where coalesce(expires_at > now(), true) group by source_zone_id, target_zone_id`;

const cells = list(
  sql`source, target, sum(services)::int as services, sum(relationships)::int as relationships,
    sum(violation)::int as violation, sum(unreviewed)::int as unreviewed, sum(approved)::int as approved,
    sum(ordinary)::int as ordinary, sum(undirected)::int as undirected, sum(flows) as flows, sum(octets) as octets,
    sum(approvals)::int as approvals`,
  sql`(${seen} union all ${permitted}) pair group by source, target order by source, target`,
);

/** Zones against zones under a filter, in one statement and so of one moment; its sums are the counts of the map. */
export async function loadZoneMatrix(db: Db, filter: ViewFilter): Promise<ZoneMatrixRows> {
  const { rows } = await wideRead(db, (trx) =>
    sql<ZoneMatrixRows>`
      ${hostView(filter, 'counts')}
      select ${zones} as zones, ${unassigned} as unassigned, ${cells} as cells, ${counts} as counts`.execute(trx),
  );
  return rows[0] as ZoneMatrixRows;
}
