import type {
  DirectionConfidence,
  DirectionMethod,
  EndpointBasis,
  EndpointRole,
  PortState,
} from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { EndpointKey } from './endpoint-key.ts';

/** What is known of one port of a host. */
export interface ServiceEndpointRow {
  readonly protocol: number;
  readonly port: number;
  /** The strongest source that speaks; null when none says anything of the role. */
  readonly basis: EndpointBasis | null;
  readonly role: EndpointRole | null;
  /** What the latest scan found; null: never scanned. */
  readonly scanState: PortState | null;
  readonly scannedAt: Date | null;
  readonly firstOpenAt: Date | null;
  readonly lastOpenAt: Date | null;
  /** How many others met it, when traffic taught it. */
  readonly learnedPeers: number | null;
}

/** All that scans, persons and traffic say of a host's ports, by protocol and port. */
export async function listServiceEndpoints(db: Db, hostId: number): Promise<ServiceEndpointRow[]> {
  const { rows } = await sql<ServiceEndpointRow>`
    with learned as (
      select l.protocol, l.port, l.peers from learned_endpoint l join host h using (address) where h.id = ${hostId}
    ), stated as (
      select * from service_endpoint where host_id = ${hostId}
    )
    select protocol, port,
      coalesce(s.basis, case when l.peers is not null then 'learned' end) as basis,
      coalesce(s.role, case when l.peers is not null then 'server' end) as role,
      s.scan_state as "scanState", s.scanned_at as "scannedAt", s.first_open_at as "firstOpenAt", s.last_open_at as "lastOpenAt",
      l.peers as "learnedPeers"
    from stated s full join learned l using (protocol, port)
    order by protocol, port`.execute(db);
  return rows;
}

/** One entry of an endpoint's history: a scan's finding, or what a person said. */
export type EndpointEvent =
  | {
      readonly kind: 'scan';
      readonly at: Date;
      readonly state: PortState;
      readonly scan: number;
      readonly author: string;
    }
  | {
      readonly kind: 'statement';
      readonly at: Date;
      /** Null: the statement before was taken back. */
      readonly role: EndpointRole | null;
      readonly author: string;
      readonly reason: string;
    };

/** Everything that was ever found or said of an endpoint, the newest first. */
export async function listEndpointHistory(
  db: Db,
  hostId: number,
  protocol: number,
  port: number,
): Promise<EndpointEvent[]> {
  const { rows } = await sql<{ event: Record<string, unknown>; at: Date }>`
    with endpoint as (
      select id from service_endpoint where (host_id, protocol, port) = (${hostId}::int, ${protocol}::smallint, ${port}::int)
    )
    select s.seen_at as at, 0 as rank, s.scan_id as id,
      jsonb_build_object('kind', 'scan', 'state', s.state, 'scan', s.scan_id, 'author', r.author) as event
    from endpoint e join service_endpoint_state s on s.endpoint_id = e.id join scan_run r on r.id = s.scan_id
    union all
    select s.made_at, 1, s.id,
      jsonb_build_object('kind', 'statement', 'role', s.role, 'author', s.author, 'reason', s.reason)
    from endpoint e join service_endpoint_statement s on s.endpoint_id = e.id
    order by 1 desc, 2 desc, 3 desc`.execute(db);
  return rows.map(({ event, at }) => ({ ...event, at }) as EndpointEvent);
}

/** A row of `relationship` by its key: `clientPort` -1 when the direction is decided; see the table. */
export interface DirectionSide {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly clientPort: number;
  readonly method: DirectionMethod;
  readonly confidence: DirectionConfidence;
}

export interface DirectionChangeRow {
  readonly id: string;
  readonly changedAt: Date;
  readonly author: string;
  readonly reason: string;
  readonly cause: EndpointKey;
  readonly protocol: number;
  readonly before: DirectionSide;
  readonly after: DirectionSide;
  readonly undoneAt: Date | null;
}

/** How stored relationships of a host changed their direction, the newest first. */
export async function listDirectionChanges(
  db: Db,
  { hostId, limit }: { readonly hostId: number; readonly limit: number },
): Promise<DirectionChangeRow[]> {
  const { rows } = await sql<DirectionChangeRow>`
    select c.id, c.changed_at as "changedAt", c.author, c.reason, c.protocol, c.undone_at as "undoneAt",
      jsonb_build_object('address', host(x.address), 'protocol', c.protocol, 'port', c.cause_port) as cause,
      jsonb_build_object('client', host(bc.address), 'server', host(bs.address), 'port', c.before_port,
        'clientPort', c.before_client_port, 'method', c.before_method, 'confidence', c.before_confidence) as before,
      jsonb_build_object('client', host(ac.address), 'server', host(sa.address), 'port', c.after_port,
        'clientPort', c.after_client_port, 'method', c.after_method, 'confidence', c.after_confidence) as after
    from direction_change c
    join host x on x.id = c.cause_host_id
    join host bc on bc.id = c.before_client_id join host bs on bs.id = c.before_server_id
    join host ac on ac.id = c.after_client_id join host sa on sa.id = c.after_server_id
    where c.before_client_id = ${hostId} or c.before_server_id = ${hostId}
    order by c.id desc limit ${limit}`.execute(db);
  return rows;
}

/** What scans and persons say, for a direction decision elsewhere. */
export interface StatedEndpoint extends EndpointKey {
  readonly basis: Exclude<EndpointBasis, 'learned'>;
  readonly role: EndpointRole;
}

/** Everything that scans and persons say at present. */
export interface StatedEndpoints {
  /** Changes with every statement and every scan. */
  readonly revision: string;
  readonly endpoints: readonly StatedEndpoint[];
}

/** Null when nothing was said since `known`, the revision that the caller has. */
export async function loadStatedEndpoints(db: Db, known?: string): Promise<StatedEndpoints | null> {
  // Read before the endpoints: what is said in between comes again next time, and is not missed.
  const { rows: revisions } = await sql<{ revision: string }>`
    select (select count(*) from scan_run where finished_at is not null) || '/'
      || (select coalesce(max(id), 0) from service_endpoint_statement) as revision`.execute(db);
  const revision = revisions[0]?.revision ?? '';
  if (revision === known) return null;
  const { rows: endpoints } = await sql<StatedEndpoint>`
    select host(h.address) as address, e.protocol, e.port, e.basis, e.role
    from service_endpoint e join host h on h.id = e.host_id
    where e.basis is not null order by h.address, e.protocol, e.port`.execute(db);
  return { revision, endpoints };
}
