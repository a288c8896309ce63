import type { ScopeCategory } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../database.ts';
import type { GraphZoneRow } from '../queries/graph.ts';
import { hostScope } from '../queries/host-scope.ts';
import { placeCategory } from '../queries/place-categories.ts';
import type { HostRecord } from './host-columns.ts';
import type { Picture, PictureApproval } from './picture.ts';

const HOSTS_A_READ = 20_000;
const ROWS_A_READ = 50_000;

async function hostRecords(trx: Trx, which: RawBuilder<unknown>): Promise<HostRecord[]> {
  const { rows } = await sql<{ text: string }>`
    with ${hostScope(which)}
    select json_agg(json_build_object('id', id, 'address', host(address), 'name', name, 'zoneId', zone_id, 'zoneName', zone_name,
      'looseNetwork', loose_network, 'standing', standing, 'category', category, 'conflict', conflict) order by id)::text as text
    from host_scope group by id / ${sql.lit(HOSTS_A_READ)}`.execute(trx);
  return rows.flatMap(({ text }) => JSON.parse(text) as HostRecord[]);
}

/** What is known of every host. */
export function readHosts(trx: Trx): Promise<HostRecord[]> {
  return hostRecords(trx, sql`true`);
}

export async function readSomeHosts(trx: Trx, ids: readonly string[]): Promise<HostRecord[]> {
  return ids.length > 0 ? hostRecords(trx, sql`h.id = any(${ids}::int[])`) : [];
}

export async function readApprovals(trx: Trx): Promise<PictureApproval[]> {
  const { rows } = await sql<PictureApproval>`
    select source_zone_id as "sourceZoneId", target_zone_id as "targetZoneId", protocol, port,
      extract(epoch from expires_at)::float8 * 1000 as "expiresAt"
    from approval`.execute(trx);
  return rows;
}

/** What is shown of zones beside their hosts, and what is decided of places. */
export interface PlaceRecords {
  readonly zones: readonly Omit<GraphZoneRow, 'hostCount'>[];
  /** By key. */
  readonly categories: Readonly<Record<string, ScopeCategory>>;
}

/** As JSON, so that two readings are compared at once. */
export async function readPlaces(trx: Trx): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select json_build_object(
      'zones', (
        select coalesce(json_agg(json_build_object('id', z.id, 'name', z.name, 'claim', z.claim,
          'category', ${placeCategory(sql`'zone-' || z.id`)},
          'prefixes', (select coalesce(json_agg(p.prefix order by p.prefix), '[]') from zone_prefix p where p.zone_id = z.id)
        ) order by z.id), '[]') from zone z),
      'categories', (select coalesce(json_object_agg(key, category), '{}') from place_category where starts_with(key, 'unassigned'))
    )::text as text`.execute(trx);
  return (rows[0] as { text: string }).text;
}

type Values = [
  id: number,
  client: number,
  server: number,
  protocol: number,
  port: number,
  clientPort: number,
  folded: boolean,
  contact: boolean,
  first: number,
  last: number,
  flows: number,
  octets: number,
];

/** Relationships as the database wrote them: JSON arrays of `Values`. */
export type RelationshipText = string;

const CHANGED_A_READ = 10_000;

/** Puts what was read into the picture, which must know the hosts. */
function putRelationships(picture: Picture, values: readonly Values[]): void {
  for (const row of values) {
    const [id, clientId, serverId, protocol, port, clientPort, folded, contact, first, last, flows, octets] = row;
    const client = picture.hosts.numberOf(clientId);
    const server = picture.hosts.numberOf(serverId);
    if (client < 0 || server < 0) throw new Error(`no host for the relationship of ${clientId} and ${serverId}`);
    picture.put({ id, client, server, protocol, port, clientPort, folded, contact, first, last, flows, octets });
  }
}

/** As `Values`, of `page r` with the sums of its days in `counted c`: of each day the largest observer counts. */
const RECORD = sql`json_build_array(r.id, r.client_id, r.server_id, r.protocol, r.port, r.client_port, r.folded > 0,
  r.state in ('established', 'unknown'), floor(extract(epoch from r.first_seen) * 1000)::bigint,
  floor(extract(epoch from r.last_seen) * 1000)::bigint, coalesce(c.flows, 0), coalesce(c.octets, 0))`;

interface RelationshipPage {
  readonly last: string;
  readonly text: RelationshipText | null;
}

async function readPage(trx: Trx, after: string): Promise<RelationshipPage | undefined> {
  const { rows } = await sql<RelationshipPage>`
    with page as materialized (select * from relationship where id > ${after}::bigint order by id limit ${sql.lit(ROWS_A_READ)}),
    counted as (
      select relationship_id as id, sum(flows)::float8 as flows, sum(octets)::float8 as octets
      from (
        select relationship_id, max(flows) as flows, max(octets) as octets from relationship_day
        where relationship_id > ${after}::bigint and relationship_id <= (select max(id) from page)
        group by relationship_id, day
      ) of_day group by 1
    )
    select max(r.id)::text as last, json_agg(${RECORD})::text as text from page r left join counted c using (id)`.execute(
    trx,
  );
  return rows[0];
}

/** Reads every relationship, some thousands at a time. */
export async function readRelationships(trx: Trx, picture: Picture): Promise<void> {
  for (let after = '0'; ; ) {
    const page = await readPage(trx, after);
    if (!page?.text) return;
    putRelationships(picture, JSON.parse(page.text) as Values[]);
    after = page.last;
  }
}

async function readRows(trx: Trx, page: RawBuilder<unknown>): Promise<Values[]> {
  const { rows } = await sql<{ text: string }>`
    with page as materialized (${page})
    select coalesce(json_agg(${RECORD}), '[]')::text as text
    from page r
    left join lateral (
      select sum(flows)::float8 as flows, sum(octets)::float8 as octets
      from (
        select max(flows) as flows, max(octets) as octets from relationship_day d where d.relationship_id = r.id group by d.day
      ) of_day
    ) c on true`.execute(trx);
  return JSON.parse((rows[0] as { text: string }).text) as Values[];
}

/** What is stored of relationships that were noted, and of pairs of which some were removed. */
export interface ChangedRelationships {
  /** Host ids, client and server: nothing beside `values` is left from the one to the other. */
  readonly pairs: readonly (readonly [client: number, server: number])[];
  readonly values: readonly (readonly Values[])[];
}

/** Reads relationships by their ids, and all of pairs `client << 32 | server`. */
export async function readChanged(
  trx: Trx,
  ids: readonly string[],
  packedPairs: readonly string[],
): Promise<ChangedRelationships> {
  const pairs = packedPairs.map((pair) => [Number(BigInt(pair) >> 32n), Number(BigInt(pair) & 0xffff_ffffn)] as const);
  const values: Values[][] = [];
  // Not all at once: taking it apart keeps others waiting.
  for (let at = 0; at < ids.length; at += CHANGED_A_READ) {
    const some = ids.slice(at, at + CHANGED_A_READ);
    values.push(await readRows(trx, sql`select * from relationship where id = any(${some}::bigint[])`));
  }
  if (pairs.length > 0)
    values.push(
      await readRows(
        trx,
        sql`select r.* from relationship r
          join unnest(${pairs.map(([client]) => client)}::int[], ${pairs.map(([, server]) => server)}::int[])
            as gone (client_id, server_id) using (client_id, server_id)`,
      ),
    );
  return { pairs, values };
}

/** Puts what was read in place of what the picture holds, in one go. */
export function putChanged(picture: Picture, { pairs, values }: ChangedRelationships): void {
  for (const [client, server] of pairs) {
    const [from, to] = [picture.hosts.numberOf(client), picture.hosts.numberOf(server)];
    if (from >= 0 && to >= 0) picture.removePair(from, to);
  }
  for (const some of values) putRelationships(picture, some);
}
