import type { Query } from '@scopemap/query-language';
import {
  DIRECTORY_PORTS,
  INFRASTRUCTURE_SERVICES,
  type InfrastructureService,
  type ReviewStatus,
} from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import type { BundleKey } from './bundle-key.ts';
import { REVIEW_TABLE, STANDING_CODES, statusCode } from './decision-tables.ts';
import { hostScope } from './host-scope.ts';
import { asksForAmounts, queryCondition } from './query-condition.ts';

/** A service to look for; null matches any. Ports of both sides count where the direction is not known. */
export interface ServiceMatch {
  readonly protocol: number | null;
  readonly port: number | null;
}

/** Which hosts to look for: canonical prefix (an address is /32 or /128), or the beginning of an address or a part of a name. */
export type HostMatch = { readonly prefix: string } | { readonly text: string };

/** What a view of relationships is narrowed by; everything given must hold. */
export interface ViewFilter {
  /** Inclusive UTC days, `YYYY-MM-DD`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** As either end; `none`: an end in no zone. */
  readonly zone?: number | 'none' | undefined;
  /** Any of them. */
  readonly services?: readonly ServiceMatch[] | undefined;
  readonly host?: HostMatch | undefined;
  readonly statuses?: readonly ReviewStatus[] | undefined;
  readonly hostId?: number | undefined;
  /** Only these. */
  readonly relationshipIds?: readonly string[] | undefined;
  /** A query of the one language. Ages count back from the end of the period. */
  readonly query?: Query | undefined;
  readonly bundle?: BundleKey | undefined;
  /** Services drawn as one bundle; the model's list when not given. Bundles depend on it. */
  readonly infrastructure?: readonly InfrastructureService[] | undefined;
}

const undirected = sql`(r.client_port <> -1)`;
/** Neither a direction nor one port that both sides share: which of the two is the service is not known. */
const undecided = sql`(r.client_port <> -1 and (r.client_port <> r.port or r.folded > 0))`;

function hostCondition(host: HostMatch): RawBuilder<boolean> {
  if ('prefix' in host) return sql`address <<= ${host.prefix}::inet`;
  return sql`(starts_with(host(address), ${host.text}) or position(lower(${host.text}) in lower(name)) > 0)`;
}

function serviceCondition({ protocol, port }: ServiceMatch): RawBuilder<boolean> {
  const byProtocol = protocol === null ? sql`true` : sql`r.protocol = ${protocol}`;
  const byPort = port === null ? sql`true` : sql`(r.port = ${port} or r.client_port = ${port})`;
  return sql`(${byProtocol} and ${byPort})`;
}

/** Conditions on `relationship r` with its ends `c` and `s`, before a status is known. */
function conditions(filter: ViewFilter): RawBuilder<boolean>[] {
  const found: RawBuilder<boolean>[] = [sql`true`];
  if (filter.zone === 'none') found.push(sql`(c.zone_id is null or s.zone_id is null)`);
  else if (filter.zone !== undefined) found.push(sql`(c.zone_id = ${filter.zone} or s.zone_id = ${filter.zone})`);
  if (filter.services) {
    found.push(sql`(${sql.join([sql`false`, ...filter.services.map(serviceCondition)], sql` or `)})`);
  }
  if (filter.host) {
    const ids = sql`(select id from host_scope where ${hostCondition(filter.host)})`;
    found.push(sql`(r.client_id in ${ids} or r.server_id in ${ids})`);
  }
  if (filter.hostId !== undefined) found.push(sql`(r.client_id = ${filter.hostId} or r.server_id = ${filter.hostId})`);
  if (filter.relationshipIds) found.push(sql`r.id = any(${filter.relationshipIds}::bigint[])`);
  if (filter.bundle) found.push(...bundleConditions(filter.bundle));
  return found;
}

const zoneOf = (place: string) => /^zone-([0-9]{1,10})$/.exec(place)?.[1];

/** Condition on `host h` that holds for every end that the filter lets through, and for few others where it lets few through. */
function hostsOf({ hostId, bundle, relationshipIds }: ViewFilter): RawBuilder<boolean> {
  if (relationshipIds)
    return sql`h.id in (
      select unnest(array[r.client_id, r.server_id]) from relationship r where r.id = any(${relationshipIds}::bigint[]))`;
  if (hostId !== undefined)
    return sql`h.id = any(array(
      select ${hostId}::int
      union select server_id from relationship where client_id = ${hostId}
      union select client_id from relationship where server_id = ${hostId}))`;
  const zones = bundle ? [zoneOf(bundle.source), zoneOf(bundle.target)] : [];
  if (zones.length === 0 || zones.includes(undefined)) return sql`true`;
  return sql`h.zone_id = any(${zones}::int[])`;
}

/** As an array, so that the client's index is used, however many hosts there are. */
const hostsIn = (...places: string[]) => sql`array(select id from host_scope where zone_key = any(${places}::text[]))`;

/** What a bundle says of the row itself; its status is not known yet. */
function bundleConditions({ source, target, directed, service }: BundleKey): RawBuilder<boolean>[] {
  const ends = directed
    ? sql`r.client_id = any(${hostsIn(source)}) and s.zone_key = ${target}`
    : sql`r.client_id = any(${hostsIn(source, target)})
        and (c.zone_key = ${source} and s.zone_key = ${target} or c.zone_key = ${target} and s.zone_key = ${source})`;
  const found = [sql<boolean>`${ends}`, directed ? sql<boolean>`not ${undirected}` : sql<boolean>`${undirected}`];
  if (service === 'infra') found.push(sql`i.port is not null`);
  else if (service < 0) found.push(sql`r.protocol = ${-service} and ${undecided}`);
  else
    found.push(
      sql`r.protocol = ${service >> 16} and r.port = ${service & 0xffff} and not ${undecided} and i.port is null`,
    );
  return found;
}

/** Conditions on a row that has its status and bundle. */
function lateConditions(filter: ViewFilter): RawBuilder<boolean> {
  const found: RawBuilder<boolean>[] = [sql`true`];
  if (filter.statuses) found.push(sql`status = any(${filter.statuses.map(statusCode)}::int[])`);
  if (filter.bundle) found.push(sql`status = ${statusCode(filter.bundle.status)}`);
  return sql.join(found, sql` and `);
}

const servesDirectory = sql`r.client_port = -1 and r.protocol in (6, 17)
  and r.port in (${sql.join(DIRECTORY_PORTS.map((port) => sql.lit(port)))}) and r.state in ('established', 'unknown')`;

function infrastructureTable(services: readonly InfrastructureService[]): RawBuilder<unknown> {
  return sql`
    infrastructure as (
      select protocol, port, bool_and(on_directory) as on_directory
      from unnest(
        ${services.map((service) => service.protocol)}::int[],
        ${services.map((service) => service.port)}::int[],
        ${services.map((service) => service.onDirectory === true)}::boolean[]
      ) as listed (protocol, port, on_directory)
      group by protocol, port
    ),
    -- From one server to the next by the index relationship_directory, which its conditions spell alike: there are few of them,
    -- and very many relationships to each.
    directory_server as (
      (select server_id as id from relationship r where ${servesDirectory} order by server_id limit 1)
      union all
      select (select r.server_id from relationship r where ${servesDirectory} and r.server_id > d.id order by r.server_id limit 1)
      from directory_server d where d.id is not null
    )`;
}

/** An approval runs from source to target; where the direction is not known, either way covers one shared port. */
function approvalJoin(name: string, source: string, target: string, when: RawBuilder<unknown>): RawBuilder<unknown> {
  const a = sql.ref(name);
  return sql`
    left join approval ${a} on ${sql.ref(`${name}.source_zone_id`)} = ${sql.ref(`${source}.zone_id`)}
      and ${sql.ref(`${name}.target_zone_id`)} = ${sql.ref(`${target}.zone_id`)}
      and ${sql.ref(`${name}.protocol`)} = r.protocol and ${sql.ref(`${name}.port`)} = r.port and ${when}`;
}

function related(filter: ViewFilter): RawBuilder<unknown> {
  const inDate = (name: string) =>
    sql`(${sql.ref(`${name}.id`)} is not null and coalesce(${sql.ref(`${name}.expires_at`)} > now(), true))`;
  const contact = sql`(r.state in ('established', 'unknown'))::int`;
  return sql`
    zone_place as (select distinct zone_code as code, zone_key as key from host_scope),
    related as (
      select
        r.id, r.client_id, r.server_id, r.first_seen, r.last_seen, not ${undirected} as directed, i.port is not null as infra,
        c.zone_code as client_code, s.zone_code as server_code,
        case when ${undecided} then -r.protocol::int else r.protocol * 65536 + r.port end as service_code,
        case when ${inDate('af')} or ab.id is null then af.id else ab.id end as approval_id,
        (${inDate('af')} or ${inDate('ab')}) as approved,
        (${[...REVIEW_TABLE]}::smallint[])[
          4 * (c.standing * ${sql.lit(STANDING_CODES)} + s.standing) + 2 * ${contact}
          + (${inDate('af')} or ${inDate('ab')})::int + 1
        ] as status
      from relationship r
      join host_scope c on c.id = r.client_id
      join host_scope s on s.id = r.server_id
      left join directory_server d on d.id = r.server_id
      left join infrastructure i on i.protocol = r.protocol and i.port = r.port and not ${undecided}
        and (not i.on_directory or d.id is not null)
      ${approvalJoin('af', 'c', 's', sql`not ${undecided}`)}
      ${approvalJoin('ab', 's', 'c', sql`${undirected} and not ${undecided}`)}
      where ${sql.join(conditions(filter), sql` and `)}
    )`;
}

/** Ages in a query count back from here: the end of the period, or now. */
function queryEnd({ to }: ViewFilter): RawBuilder<unknown> {
  return to === undefined ? sql`now()` : sql`((${to}::date + 1)::timestamp at time zone 'UTC')`;
}

/** `rows`, a table expression of relationships, without those that the query refuses. */
function queried(rows: RawBuilder<unknown>, filter: ViewFilter): RawBuilder<unknown> {
  if (!filter.query) return rows;
  return sql`(
    select v.* from ${rows} v
    join relationship r on r.id = v.id
    join host_scope c on c.id = v.client_id
    join host_scope s on s.id = v.server_id
    where ${queryCondition(filter.query, queryEnd(filter))})`;
}

function periodCondition({ from, to }: ViewFilter): RawBuilder<boolean> {
  const after = from === undefined ? sql`true` : sql`d.day >= ${from}::date`;
  return sql`${after} and ${to === undefined ? sql`true` : sql`d.day <= ${to}::date`}`;
}

function hasPeriod({ from, to }: ViewFilter): boolean {
  return from !== undefined || to !== undefined;
}

/** Whether the filter leaves relationships out for another reason than the period. */
function narrows({ infrastructure: _drawing, from: _from, to: _to, ...narrowing }: ViewFilter): boolean {
  return Object.values(narrowing).some((value) => value !== undefined);
}

/** Whether the filter leaves everything in: then hosts without any relationship belong to the view, too. */
export function isUnfiltered(filter: ViewFilter): boolean {
  return !narrows(filter) && !hasPeriod(filter);
}

/** `viewed` without counts: the relationships that have a day in the period. */
function present(filter: ViewFilter): RawBuilder<unknown> {
  const inPeriod = hasPeriod(filter)
    ? sql`exists (select from relationship_day d where d.relationship_id = related.id and ${periodCondition(filter)})`
    : sql`true`;
  return sql`viewed as materialized (select * from ${queried(sql`related`, filter)} related where ${lateConditions(filter)} and ${inPeriod})`;
}

/** Of a few relationships their days are looked up, of many they are picked out of all. */
function matchingDays(filter: ViewFilter): RawBuilder<unknown> {
  if (filter.hostId !== undefined || filter.bundle || filter.relationshipIds)
    return sql`where d.relationship_id = any(array(select id from matching))`;
  return narrows(filter) ? sql`join matching m on m.id = d.relationship_id` : sql``;
}

/** `viewed` with counts, and the days behind them. */
function counted(filter: ViewFilter): RawBuilder<unknown> {
  const byAmount = filter.query !== undefined && asksForAmounts(filter.query);
  const matching = byAmount ? sql`related` : queried(sql`related`, filter);
  return sql`
    matching as ${narrows(filter) ? sql`materialized` : sql`not materialized`} (select * from ${matching} related where ${lateConditions(filter)}),
    day_flow as (
      -- Of each day the largest observer counts: a second exporter on the way sees the same traffic again.
      select d.relationship_id, d.day, max(d.flows) as flows, max(d.packets) as packets, max(d.octets) as octets
      from relationship_day d ${matchingDays(filter)}
      group by d.relationship_id, d.day
    ),
    period_flow as (
      select d.relationship_id, sum(flows::float8) as flows, sum(packets::float8) as packets, sum(octets::float8) as octets
      from day_flow d where ${periodCondition(filter)} group by d.relationship_id
    ),
    amounts as (
      select m.*, coalesce(f.flows, 0) as flows, coalesce(f.packets, 0) as packets, coalesce(f.octets, 0) as octets
      from matching m ${hasPeriod(filter) ? sql`join` : sql`left join`} period_flow f on f.relationship_id = m.id
    ),
    viewed as materialized (select * from ${byAmount ? queried(sql`amounts`, filter) : sql`amounts`} amounts)`;
}

/**
 * `with …` up to `viewed`: the relationships under a filter with `id, client_id, server_id, client_code, server_code, directed,
 * infra, service_code, status, approval_id, approved` and, when counts are asked for, `flows, packets, octets`; `day_flow` then
 * holds their days of every period. A service code is 65536 * protocol + port, or minus the protocol when it is not known
 * which of the two ports is the service. Category and status never depend on the filter.
 */
export function relationshipView(filter: ViewFilter, counts: 'counts' | 'no counts'): RawBuilder<unknown> {
  const infrastructure = infrastructureTable(filter.infrastructure ?? INFRASTRUCTURE_SERVICES);
  const needed = counts === 'counts' || (filter.query !== undefined && asksForAmounts(filter.query));
  const view = needed ? counted(filter) : present(filter);
  return sql`with recursive ${hostScope(hostsOf(filter))}, ${infrastructure}, ${related(filter)}, ${view}`;
}
