import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../database.ts';
import type { EndpointKey } from './endpoint-key.ts';
import { type CorrectionAuthor, moveRelationships, type RelationshipMove } from './move-relationships.ts';

/** A service endpoint by the host's id. */
export interface HostEndpoint {
  readonly hostId: number;
  readonly protocol: number;
  readonly port: number;
}

const BEFORE = sql.raw('before_client_id, before_server_id, protocol, before_port, before_client_port');
const KEY = sql.raw('client_id, server_id, protocol, port, client_port');

/** Puts the changes `c` that the condition picks and that still hold aside, with the rows that they led to. Returns how many. */
async function stage(trx: Trx, condition: RawBuilder<unknown>): Promise<number> {
  await sql`drop table if exists direction_undo`.execute(trx);
  await sql`
    create temporary table direction_undo on commit drop as
    select c.*, r.id as relationship_id
    from direction_change c
    join relationship r on (r.client_id, r.server_id, r.protocol, r.port, r.client_port)
      = (c.after_client_id, c.after_server_id, c.protocol, c.after_port, c.after_client_port)
    where c.undone_at is null and ${condition}
      -- What a later change moved on is no longer where this one left it.
      and not exists (
        select from direction_change later
        where later.id > c.id and later.undone_at is null
          and (later.before_client_id, later.before_server_id, later.protocol, later.before_port, later.before_client_port)
            = (c.after_client_id, c.after_server_id, c.protocol, c.after_port, c.after_client_port)
          and later.days is not null
      )`.execute(trx);
  await sql`analyze direction_undo`.execute(trx);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from direction_undo`.execute(trx);
  return rows[0]?.count ?? 0;
}

async function trace(trx: Trx, { author, reason }: CorrectionAuthor): Promise<void> {
  await sql`update direction_change c set undone_at = now() from direction_undo u where c.id = u.id`.execute(trx);
  await sql`
    insert into direction_change (
      author, reason, cause_host_id, cause_port, protocol,
      before_client_id, before_server_id, before_port, before_client_port, before_only_client_port, before_method, before_confidence,
      after_client_id, after_server_id, after_port, after_client_port, after_method, after_confidence,
      state, first_seen, last_seen, scanner, folded, attempts, icmp_type, icmp_code, days, undone_at)
    select ${author}, ${reason}, cause_host_id, cause_port, protocol,
      after_client_id, after_server_id, after_port, after_client_port, null, after_method, after_confidence,
      before_client_id, before_server_id, before_port, before_client_port, before_method, before_confidence,
      state, first_seen, last_seen, scanner, folded, attempts, icmp_type, icmp_code, days, now()
    from direction_undo order by id`.execute(trx);
}

/** Takes from the rows that the changes led to exactly what came with them; a row of which nothing is left goes. */
async function takeBack(trx: Trx): Promise<void> {
  await sql`
    update relationship_day d
    set flows = greatest(d.flows - u.flows, 0), packets = greatest(d.packets - u.packets, 0), octets = greatest(d.octets - u.octets, 0)
    from (
      select relationship_id, (day->>0)::date as day, (day->>1)::int as exporter_id,
        sum((day->>2)::bigint) as flows, sum((day->>3)::bigint) as packets, sum((day->>4)::bigint) as octets
      from direction_undo cross join lateral jsonb_array_elements(days) as day
      group by 1, 2, 3
    ) u
    where (d.relationship_id, d.day, d.exporter_id) = (u.relationship_id, u.day, u.exporter_id)`.execute(trx);
  await sql`
    delete from relationship_day d using direction_undo u
    where d.relationship_id = u.relationship_id and d.flows = 0 and d.packets = 0 and d.octets = 0`.execute(trx);
  await sql`
    update relationship r
    set attempts = greatest(r.attempts - u.attempts, 0), folded = greatest(r.folded - u.folded, 0)
    from (
      select relationship_id, sum(attempts) as attempts, sum(folded) as folded
      from direction_undo where days is not null group by 1
    ) u
    where r.id = u.relationship_id`.execute(trx);
  await sql`
    delete from relationship r using direction_undo u
    where r.id = u.relationship_id and u.days is not null
      and not exists (select from relationship_day d where d.relationship_id = r.id)`.execute(trx);
}

/**
 * A row that changes were merged into is decided as it was before the first of them, unless something stronger came since. Its
 * state and times stay the widest: they are of the same two hosts, and nothing says when the contact was whose.
 */
async function restoreMethods(trx: Trx): Promise<void> {
  await sql`
    update relationship r set method = u.before_method, confidence = u.before_confidence
    from direction_undo u where r.id = u.relationship_id and u.days is null and r.method = u.after_method`.execute(trx);
  await sql`
    update relationship r set method = first.target_method, confidence = first.target_confidence
    from (
      select distinct on (c.target_id) c.target_id, c.target_method, c.target_confidence
      from direction_change c where c.target_id in (select relationship_id from direction_undo where days is not null)
      order by c.target_id, c.id
    ) first
    where r.id = first.target_id
      and exists (select from direction_undo u where u.relationship_id = r.id and u.days is not null and u.after_method = r.method)
      and not exists (
        select from direction_change c
        where c.undone_at is null and c.after_method = r.method
          and (c.after_client_id, c.after_server_id, c.protocol, c.after_port, c.after_client_port)
            = (r.client_id, r.server_id, r.protocol, r.port, r.client_port)
      )`.execute(trx);
}

/** Puts back the rows that there were, or adds to those that came there since. */
async function putBack(trx: Trx): Promise<void> {
  await sql`
    insert into relationship (${KEY}, only_client_port, method, confidence, state, first_seen, last_seen, scanner, folded,
      attempts, icmp_type, icmp_code)
    select distinct on (${BEFORE}) ${BEFORE}, before_only_client_port, before_method, before_confidence, state, first_seen, last_seen,
      scanner, sum(folded) over same, sum(attempts) over same, icmp_type, icmp_code
    from direction_undo where days is not null
    window same as (partition by ${BEFORE})
    order by ${BEFORE}, id
    on conflict (${KEY}) do update set
      first_seen = least(relationship.first_seen, excluded.first_seen),
      last_seen = greatest(relationship.last_seen, excluded.last_seen),
      scanner = relationship.scanner and excluded.scanner,
      folded = relationship.folded + excluded.folded,
      attempts = relationship.attempts + excluded.attempts,
      icmp_type = case when relationship.icmp_type = excluded.icmp_type then excluded.icmp_type end,
      icmp_code = case when (relationship.icmp_type, relationship.icmp_code) = (excluded.icmp_type, excluded.icmp_code)
        then excluded.icmp_code end`.execute(trx);
  await sql`
    insert into relationship_day (relationship_id, day, exporter_id, flows, packets, octets)
    select r.id, (day->>0)::date, (day->>1)::int, sum((day->>2)::bigint), sum((day->>3)::bigint), sum((day->>4)::bigint)
    from direction_undo u
    cross join lateral jsonb_array_elements(u.days) as day
    join relationship r on (r.client_id, r.server_id, r.protocol, r.port, r.client_port)
      = (u.before_client_id, u.before_server_id, u.protocol, u.before_port, u.before_client_port)
    group by 1, 2, 3
    order by 1, 2, 3
    on conflict (relationship_id, day, exporter_id) do update set
      flows = relationship_day.flows + excluded.flows,
      packets = relationship_day.packets + excluded.packets,
      octets = relationship_day.octets + excluded.octets`.execute(trx);
}

/** Changes that led to a row to which another one comes back now were merged into that one, after the fact. */
async function noteTargets(trx: Trx): Promise<void> {
  await sql`
    update direction_change c
    set target_id = r.id, target_method = u.before_method, target_confidence = u.before_confidence
    from direction_undo u
    join relationship r on (r.client_id, r.server_id, r.protocol, r.port, r.client_port)
      = (u.before_client_id, u.before_server_id, u.protocol, u.before_port, u.before_client_port)
    where u.days is not null and c.days is not null and c.undone_at is null and c.target_id is null
      and (c.after_client_id, c.after_server_id, c.protocol, c.after_port, c.after_client_port)
        = (u.before_client_id, u.before_server_id, u.protocol, u.before_port, u.before_client_port)`.execute(trx);
}

/**
 * What windows decided by the person's word from the start has no trace to go back by: it becomes undecided, with the client's
 * port where it is known.
 */
async function undecideTheRest(
  trx: Trx,
  { hostId, protocol, port }: HostEndpoint,
  why: CorrectionAuthor,
): Promise<number> {
  const { rows } = await sql<{ id: string; client_id: number; only_client_port: number | null }>`
    select id, client_id, only_client_port from relationship r
    where server_id = ${hostId} and protocol = ${protocol} and port = ${port} and client_port = -1 and method = 'person'
      -- What a word on the other end led to is not of this one.
      and not exists (
        select from direction_change c
        where c.undone_at is null and c.after_method = 'person'
          and (c.after_client_id, c.after_server_id, c.protocol, c.after_port, c.after_client_port)
            = (r.client_id, r.server_id, r.protocol, r.port, r.client_port)
      )
    order by id for update`.execute(trx);
  const { rows: order } = await sql<{ id: number; first: boolean }>`
    select other.id, other.address < own.address as first
    from host own join host other on other.id = any(${rows.map((row) => row.client_id)}::int[])
    where own.id = ${hostId}`.execute(trx);
  const isFirst = new Map(order.map(({ id, first }) => [id, first]));
  const moves = rows.map((row): RelationshipMove => {
    const clientPort = row.only_client_port ?? 0;
    const direction = { method: clientPort === port ? 'peer' : 'none', confidence: 'none' } as const;
    const ends = isFirst.get(row.client_id)
      ? { clientId: row.client_id, serverId: hostId, clientPort, port }
      : { clientId: hostId, serverId: row.client_id, clientPort: port, port: clientPort };
    return { id: row.id, ...ends, onlyClientPort: null, direction, cause: { hostId, port } };
  });
  await moveRelationships(trx, moves, why);
  return moves.length;
}

/** Reverses what is staged, each change with its own counts; what came since stays. */
async function reverse(trx: Trx, why: CorrectionAuthor): Promise<void> {
  await trace(trx, why);
  await takeBack(trx);
  await restoreMethods(trx);
  await putBack(trx);
  await noteTargets(trx);
}

/** Takes back what a person's word on this endpoint changed. The transaction holds the direction lock. Returns how many changed. */
export async function restoreRelationships(trx: Trx, endpoint: HostEndpoint, why: CorrectionAuthor): Promise<number> {
  const { hostId, protocol, port } = endpoint;
  // Only a person's word makes a direction certain or takes one away; what a scan or traffic showed stays true.
  const restsOnIt = sql`(c.cause_host_id, c.protocol, c.cause_port) = (${hostId}::int, ${protocol}::smallint, ${port}::int)
    and c.after_method in ('person', 'none')`;
  const traced = await stage(trx, restsOnIt);
  if (traced > 0) await reverse(trx, why);
  return traced + (await undecideTheRest(trx, endpoint, why));
}

/**
 * Takes back changes that another word of the same weight contradicts now: the client turns out to listen as well, or the
 * server was denied, too. Which of the two called is then not said. Returns how many changed.
 */
export async function restoreContested(
  trx: Trx,
  endpoints: readonly EndpointKey[],
  why: CorrectionAuthor,
): Promise<number> {
  const contested = sql`c.id in (
    select c.id
    from unnest(
      ${endpoints.map(({ address }) => address)}::inet[], ${endpoints.map(({ protocol }) => protocol)}::smallint[],
      ${endpoints.map(({ port }) => port)}::int[]
    ) as t (address, protocol, port)
    join host h using (address)
    left join service_endpoint e on (e.host_id, e.protocol, e.port) = (h.id, t.protocol, t.port)
    join direction_change c on c.protocol = t.protocol and h.id in (c.before_client_id, c.before_server_id)
      and c.after_client_port = -1 and c.after_method::text = coalesce(e.basis, 'learned')
    where case when coalesce(e.role, 'server') = 'server' then h.id = c.after_client_id and t.port = case
        when c.before_client_id <> c.after_client_id then c.before_port
        when c.before_client_port = -1 then c.before_only_client_port else c.before_client_port end
      else h.id = c.after_server_id and t.port = c.after_port end
  )`;
  const traced = await stage(trx, contested);
  if (traced > 0) await reverse(trx, why);
  return traced;
}
