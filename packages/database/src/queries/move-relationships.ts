import type { Direction } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../database.ts';
import { SAME_RELATIONSHIP } from './same-relationship.ts';

/** A stored relationship and the row that it belongs to from now on; see the columns of `relationship`. */
export interface RelationshipMove {
  readonly id: string;
  readonly clientId: number;
  readonly serverId: number;
  readonly port: number;
  readonly clientPort: number;
  readonly onlyClientPort: number | null;
  readonly direction: Direction;
  /** The service endpoint whose role decided; its protocol is the relationship's. */
  readonly cause: { readonly hostId: number; readonly port: number };
}

/** Who corrects directions, and why; it stands in the trace. */
export interface CorrectionAuthor {
  readonly author: string;
  readonly reason: string;
}

const KEY = sql.raw('client_id, server_id, protocol, port, client_port');

/** The moves beside what the rows are now, so that sources can go before their targets come: one row may be both. */
async function stage(trx: Trx, moves: readonly RelationshipMove[]): Promise<void> {
  await sql`
    create temporary table if not exists direction_move (
      id bigint primary key, stays boolean, client_id integer, server_id integer, protocol smallint, port integer, client_port integer,
      only_client_port integer, method direction_method, confidence direction_confidence, cause_host_id integer, cause_port integer, state contact_state,
      first_seen timestamptz, last_seen timestamptz, scanner boolean, folded integer, attempts bigint, icmp_type smallint, icmp_code smallint
    ) on commit drop`.execute(trx);
  await sql`
    create temporary table if not exists direction_move_day (
      client_id integer, server_id integer, protocol smallint, port integer, client_port integer,
      day date, exporter_id integer, flows bigint, packets bigint, octets bigint
    ) on commit drop`.execute(trx);
  await sql`truncate direction_move, direction_move_day`.execute(trx);
  await sql`
    insert into direction_move
    select r.id, (r.client_id, r.server_id, r.port, r.client_port) = (m.client_id, m.server_id, m.port, m.client_port),
      m.client_id, m.server_id, r.protocol, m.port, m.client_port, m.only_client_port, m.method, m.confidence, m.cause_host_id,
      m.cause_port, r.state, r.first_seen, r.last_seen, r.scanner, r.folded, r.attempts, r.icmp_type, r.icmp_code
    from unnest(
      ${moves.map((move) => move.id)}::bigint[], ${moves.map((move) => move.clientId)}::int[],
      ${moves.map((move) => move.serverId)}::int[], ${moves.map((move) => move.port)}::int[],
      ${moves.map((move) => move.clientPort)}::int[], ${moves.map((move) => move.onlyClientPort)}::int[],
      ${moves.map((move) => move.direction.method)}::direction_method[], ${moves.map((move) => move.direction.confidence)}::direction_confidence[],
      ${moves.map((move) => move.cause.hostId)}::int[], ${moves.map((move) => move.cause.port)}::int[]
    ) as m (id, client_id, server_id, port, client_port, only_client_port, method, confidence, cause_host_id, cause_port)
    join relationship r on r.id = m.id`.execute(trx);
  await sql`analyze direction_move`.execute(trx);
}

/** One trace row per move. */
async function trace(trx: Trx, { author, reason }: CorrectionAuthor): Promise<void> {
  await sql`
    insert into direction_change (
      author, reason, cause_host_id, cause_port, protocol,
      before_client_id, before_server_id, before_port, before_client_port, before_only_client_port, before_method, before_confidence,
      after_client_id, after_server_id, after_port, after_client_port, after_method, after_confidence,
      state, first_seen, last_seen, scanner, folded, attempts, icmp_type, icmp_code, days, target_id, target_method, target_confidence)
    select ${author}, ${reason}, m.cause_host_id, m.cause_port, r.protocol,
      r.client_id, r.server_id, r.port, r.client_port, r.only_client_port, r.method, r.confidence,
      m.client_id, m.server_id, m.port, m.client_port, m.method, m.confidence,
      r.state, r.first_seen, r.last_seen, r.scanner, r.folded, r.attempts, r.icmp_type, r.icmp_code,
      case when not m.stays then coalesce((
        select jsonb_agg(jsonb_build_array(d.day, d.exporter_id, d.flows, d.packets, d.octets) order by d.day, d.exporter_id)
        from relationship_day d where d.relationship_id = r.id), '[]') end,
      t.id, t.method, t.confidence
    from direction_move m join relationship r on r.id = m.id
    left join relationship t on not m.stays
      and (t.client_id, t.server_id, t.protocol, t.port, t.client_port)
        = (m.client_id, m.server_id, m.protocol, m.port, m.client_port)
      and t.id not in (select id from direction_move where not stays)
    order by m.id`.execute(trx);
}

/** Puts the moved rows where they belong, merged with what is there: the strongest answers, the widest times, added counts. */
async function merge(trx: Trx): Promise<void> {
  await sql`
    with gone as (
      delete from relationship_day d using direction_move m where d.relationship_id = m.id and not m.stays
      returning m.client_id, m.server_id, m.protocol, m.port, m.client_port, d.day, d.exporter_id, d.flows, d.packets, d.octets
    )
    insert into direction_move_day select * from gone`.execute(trx);
  await sql`delete from relationship r using direction_move m where r.id = m.id and not m.stays`.execute(trx);
  await sql`
    insert into relationship
      (${KEY}, only_client_port, method, confidence, state, first_seen, last_seen, scanner, folded, attempts, icmp_type, icmp_code)
    select ${KEY},
      case when count(only_client_port) = count(*) and min(only_client_port) = max(only_client_port) then min(only_client_port) end,
      min(method), min(confidence), min(state), min(first_seen), max(last_seen), bool_and(scanner), sum(folded), sum(attempts),
      case when count(icmp_type) = count(*) and min(icmp_type) = max(icmp_type) then min(icmp_type) end,
      case when count(icmp_code) = count(*) and min((icmp_type, icmp_code)) = max((icmp_type, icmp_code)) then min(icmp_code) end
    from direction_move where not stays
    group by ${KEY}
    order by ${KEY}
    on conflict (${KEY}) do update set
      ${sql.raw(SAME_RELATIONSHIP)}`.execute(trx);
  await sql`
    insert into relationship_day (relationship_id, day, exporter_id, flows, packets, octets)
    select r.id, d.day, d.exporter_id, sum(d.flows), sum(d.packets), sum(d.octets)
    from direction_move_day d join relationship r using (${KEY})
    group by 1, 2, 3
    order by 1, 2, 3
    on conflict (relationship_id, day, exporter_id) do update set
      flows = relationship_day.flows + excluded.flows,
      packets = relationship_day.packets + excluded.packets,
      octets = relationship_day.octets + excluded.octets`.execute(trx);
}

/** Gives stored relationships another direction, a trace row for each. All rows must be locked by the caller's transaction. */
export async function moveRelationships(
  trx: Trx,
  moves: readonly RelationshipMove[],
  why: CorrectionAuthor,
): Promise<void> {
  if (moves.length === 0) return;
  await stage(trx, moves);
  await trace(trx, why);
  await sql`
    update relationship r set method = m.method, confidence = m.confidence
    from direction_move m where r.id = m.id and m.stays`.execute(trx);
  await merge(trx);
}
