import type { ReviewStatus, ScopeCategory, ScopeClaim } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { formatBundleKey } from './bundle-key.ts';
import { categoryCode, categoryOf, IN_SCOPE_TABLE, reviewStatusOf, statusCode } from './decision-tables.ts';
import { FLAGGED_FIRST, hostView } from './host-view.ts';
import { placeCategory } from './place-categories.ts';
import type { ViewFilter } from './relationship-view.ts';
import { serviceCode, serviceOf } from './service-code.ts';
import { wideRead } from './wide-read.ts';

/** How much of each list a picture can carry; what is beyond is counted, not listed. */
export interface GraphBudget {
  readonly hosts: number;
  /** Bundles of more pairs of hosts do not name them. */
  readonly namedPairs: number;
}

export interface GraphZoneRow {
  readonly id: number;
  readonly name: string;
  readonly claim: ScopeClaim;
  readonly category: ScopeCategory;
  readonly prefixes: readonly string[];
  readonly hostCount: number;
}

/** Hosts in no zone: of one network, or `network` null for the collected rest. */
export interface UnassignedGroupRow {
  readonly key: string;
  readonly network: string | null;
  readonly category: ScopeCategory;
  readonly hostCount: number;
}

export interface GraphHostRow {
  readonly id: number;
  readonly zoneKey: string;
  readonly address: string;
  readonly name: string | null;
  readonly category: ScopeCategory;
  readonly conflict: boolean;
  readonly server: boolean;
  readonly status: ReviewStatus;
}

/** A service by protocol and port; port null: not decided which of the two ports is the service. */
export interface BundledService {
  readonly protocol: number;
  readonly port: number | null;
}

export interface GraphBundleRow {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly status: ReviewStatus;
  readonly infrastructure: boolean;
  readonly directed: boolean;
  readonly services: readonly BundledService[];
  readonly pairs: number;
  readonly flows: number;
  readonly octets: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Empty in a bundle of more pairs than the budget names. */
  readonly sourceHosts: readonly number[];
  readonly targetHosts: readonly number[];
}

/** Traffic of a UTC day, `YYYY-MM-DD`. */
export interface DayRow {
  readonly day: string;
  readonly flows: number;
}

export interface GraphRows {
  readonly days: readonly DayRow[];
  readonly zones: readonly GraphZoneRow[];
  readonly unassigned: readonly UnassignedGroupRow[];
  readonly hosts: readonly GraphHostRow[];
  readonly bundles: readonly GraphBundleRow[];
  readonly counts: {
    readonly hosts: number;
    readonly relationships: number;
    readonly violations: number;
    readonly unreviewed: number;
    readonly inScope: number;
    readonly undetermined: number;
  };
}

interface GraphJson extends Omit<GraphRows, 'hosts' | 'bundles'> {
  readonly hosts: readonly (Omit<GraphHostRow, 'category' | 'status'> & { category: number; status: number })[];
  readonly bundles: readonly (Omit<GraphBundleRow, 'key' | 'status' | 'services'> & {
    status: number;
    services: number[];
  })[];
}

/** `row` of every line of `from` as one JSON array. */
export const list = (row: RawBuilder<unknown>, from: RawBuilder<unknown>) =>
  sql`(select coalesce(json_agg(row), '[]'::json) from (select ${row} from ${from}) row)`;

const days = list(sql`day, sum(flows::float8) as flows`, sql`day_flow group by day order by day`);

export const zones = list(
  sql`z.id, z.name, z.claim, ${placeCategory(sql`'zone-' || z.id`)} as category,
    (select coalesce(json_agg(p.prefix order by p.prefix), '[]'::json) from zone_prefix p where p.zone_id = z.id) as prefixes,
    coalesce(v.hosts, 0) as "hostCount"`,
  sql`zone z left join (select zone_id, count(*) as hosts from host_view group by zone_id) v on v.zone_id = z.id order by z.id`,
);

export const unassigned = list(
  sql`zone_key as key, case when zone_key not in ('unassigned-internet', 'unassigned-private') then min(loose_network) end as network,
    ${placeCategory(sql`zone_key`)} as category,
    count(*) as "hostCount"`,
  sql`host_view where zone_id is null group by zone_key order by zone_key`,
);

const hosts = (budget: number) =>
  list(
    sql`id, zone_key as "zoneKey", host(address) as address, name, category, conflict, server, status`,
    sql`host_view v order by ${FLAGGED_FIRST} limit ${budget}`,
  );

/** Source and target: client and server, or in the order of their zones' codes where the direction is not known. */
const bundles = ({ namedPairs }: GraphBudget) => sql`
  (select coalesce(json_agg(row), '[]'::json) from (
    select source.key as source, target.key as target, directed, status, infrastructure, services, pairs, flows, octets,
      "firstSeen", "lastSeen", "sourceHosts", "targetHosts"
    from (
      select source_code, target_code, directed, status, infra as infrastructure,
        array_agg(distinct service_code) as services,
        count(distinct (from_id::bigint << 32) | to_id) as pairs,
        sum(flows) as flows, sum(octets) as octets,
        min(first_seen) as "firstSeen", max(last_seen) as "lastSeen",
        case when count(distinct (from_id::bigint << 32) | to_id) <= ${sql.lit(namedPairs)}
          then array_agg(distinct from_id) else '{}' end as "sourceHosts",
        case when count(distinct (from_id::bigint << 32) | to_id) <= ${sql.lit(namedPairs)}
          then array_agg(distinct to_id) else '{}' end as "targetHosts"
      from (
        select *,
          case when swapped then server_code else client_code end as source_code,
          case when swapped then client_code else server_code end as target_code,
          case when swapped then server_id else client_id end as from_id,
          case when swapped then client_id else server_id end as to_id
        from (select *, not directed and server_code < client_code as swapped from viewed) turned
      ) ended
      group by source_code, target_code, directed, status, infra, case when infra then 0 else service_code end
    ) b
    join zone_place source on source.code = source_code
    join zone_place target on target.code = target_code
  ) row)`;

export const counts = sql`
  (select row_to_json(c) from (
    select h.*, v.*
    from (
      select count(*) as hosts,
        count(*) filter (where (${[...IN_SCOPE_TABLE]}::boolean[])[category + 1]) as "inScope",
        count(*) filter (where category = ${sql.lit(categoryCode('UNDETERMINED'))}) as undetermined
      from host_view
    ) h,
    (
      select count(*) as relationships,
        count(*) filter (where status = ${sql.lit(statusCode('violation'))}) as violations,
        count(*) filter (where status = ${sql.lit(statusCode('unreviewed'))}) as unreviewed
      from viewed
    ) v
  ) c)`;

function toBundle({ status: code, services: codes, ...row }: GraphJson['bundles'][number]): GraphBundleRow {
  const { source, target, directed, infrastructure } = row;
  const status = reviewStatusOf(code);
  const service = infrastructure ? 'infra' : (codes[0] as number);
  return {
    ...row,
    key: formatBundleKey({ source, target, directed, service, status }),
    status,
    services: codes.map(serviceOf),
    firstSeen: new Date(row.firstSeen).toISOString(),
    lastSeen: new Date(row.lastSeen).toISOString(),
  };
}

/** The worst status first, then by places and service. */
export function inOrder(found: readonly GraphBundleRow[]): GraphBundleRow[] {
  const byText = (one: string, other: string) => (one < other ? -1 : Number(one > other));
  const first = ({ services: [service] }: GraphBundleRow) => (service ? serviceCode(service) : 0);
  return found.toSorted(
    (one, other) =>
      statusCode(one.status) - statusCode(other.status) ||
      byText(one.source, other.source) ||
      byText(one.target, other.target) ||
      first(one) - first(other) ||
      byText(one.key, other.key),
  );
}

/**
 * The picture's content under a filter, in one statement and so of one moment. Cost grows with the relationships under the
 * filter; what comes back is bounded by the zones, the distinct services and `budget`.
 */
export async function loadGraph(db: Db, filter: ViewFilter, budget: GraphBudget): Promise<GraphRows> {
  const { rows } = await wideRead(db, (trx) =>
    sql<GraphJson>`
      ${hostView(filter, 'counts')}
      select ${days} as days, ${zones} as zones, ${unassigned} as unassigned, ${hosts(budget.hosts)} as hosts,
        ${bundles(budget)} as bundles, ${counts} as counts`.execute(trx),
  );
  const graph = rows[0] as GraphJson;
  return {
    ...graph,
    hosts: graph.hosts.map((host) => ({
      ...host,
      category: categoryOf(host.category),
      status: reviewStatusOf(host.status),
    })),
    bundles: inOrder(graph.bundles.map(toBundle)),
  };
}

/** Days with data, of all relationships: of each day of one the largest observer counts. Reads every day of every relationship. */
export async function readDays(trx: Trx): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`
    select day, sum(flows)::float8 as flows
    from (select day, max(flows)::float8 as flows from relationship_day group by relationship_id, day) day_flow
    group by day order by day`.execute(trx);
  return rows;
}
