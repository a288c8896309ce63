import {
  createEndpointKnowledge,
  type DirectionConfidence,
  type DirectionMethod,
  type EndpointBasis,
  type EndpointKnowledge,
  type EndpointRole,
  type ObservedRelationship,
  redecide as redecideRelationship,
} from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { notify } from '../notices.ts';
import { lockDirections } from './direction-lock.ts';
import type { EndpointKey } from './endpoint-key.ts';
import { type CorrectionAuthor, moveRelationships, type RelationshipMove } from './move-relationships.ts';
import { restoreContested } from './restore-relationships.ts';

interface Fact {
  readonly basis: EndpointBasis | null;
  readonly role: EndpointRole | null;
}

/** A stored relationship with what is known of its two ends. */
interface Candidate {
  readonly id: string;
  readonly clientId: number;
  readonly client: string;
  readonly serverId: number;
  readonly server: string;
  readonly protocol: number;
  readonly port: number;
  readonly clientPort: number;
  readonly onlyClientPort: number | null;
  readonly method: DirectionMethod;
  readonly confidence: DirectionConfidence;
  readonly folded: number;
  readonly clientBasis: Fact['basis'];
  readonly clientRole: Fact['role'];
  readonly serverBasis: Fact['basis'];
  readonly serverRole: Fact['role'];
}

/** Rows decided at a time: bounds memory, nothing else. */
const BATCH = 25_000;

const DIRECTED = -1;

/** The next rows that touch one of the endpoints, locked. */
async function candidates(trx: Trx, endpoints: readonly EndpointKey[], after: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with touched as (
      select h.id as host_id, t.protocol, t.port
      from unnest(
        ${endpoints.map(({ address }) => address)}::inet[], ${endpoints.map(({ protocol }) => protocol)}::smallint[],
        ${endpoints.map(({ port }) => port)}::int[]
      ) as t (address, protocol, port)
      join host h using (address)
    ), found as (
      select r.id from relationship r join touched t on r.server_id = t.host_id and (r.protocol, r.port) = (t.protocol, t.port)
      union
      select r.id from relationship r join touched t on r.client_id = t.host_id and r.protocol = t.protocol
        and t.port = case when r.client_port = ${DIRECTED} then r.only_client_port else r.client_port end
    ), page as (
      select id from found where id > ${after}::bigint order by id limit ${BATCH}
    )
    select r.id, r.client_id as "clientId", host(c.address) as client, r.server_id as "serverId", host(s.address) as server,
      r.protocol, r.port, r.client_port as "clientPort", r.only_client_port as "onlyClientPort", r.method, r.confidence, r.folded,
      coalesce(ce.basis, case when cl.address is not null then 'learned' end) as "clientBasis",
      coalesce(ce.role, case when cl.address is not null then 'server' end) as "clientRole",
      coalesce(se.basis, case when sl.address is not null then 'learned' end) as "serverBasis",
      coalesce(se.role, case when sl.address is not null then 'server' end) as "serverRole"
    from page join relationship r using (id)
    join host c on c.id = r.client_id
    join host s on s.id = r.server_id
    cross join lateral (select case when r.client_port = ${DIRECTED} then r.only_client_port else r.client_port end as port) p
    left join service_endpoint ce on (ce.host_id, ce.protocol, ce.port) = (r.client_id, r.protocol, p.port)
    left join service_endpoint se on (se.host_id, se.protocol, se.port) = (r.server_id, r.protocol, r.port)
    left join learned_endpoint cl on (cl.address, cl.protocol, cl.port) = (c.address, r.protocol, p.port)
    left join learned_endpoint sl on (sl.address, sl.protocol, sl.port) = (s.address, r.protocol, r.port)
    order by r.id
    for update of r`.execute(trx);
  return rows;
}

function teach(knowledge: EndpointKnowledge, { address, protocol, port }: EndpointKey, { basis, role }: Fact): void {
  if (basis === 'person') knowledge.confirm(address, protocol, port, role);
  else if (basis === 'scan') knowledge.scanned(address, protocol, port, true);
  else if (basis === 'learned') knowledge.learn({ address, protocol, port, by: 'opened', peers: 1, conversations: 1 });
}

const NO_COUNTS = { flows: 0, packets: 0, octets: 0, first: 0, last: 0, observers: [], days: [] };

/** The row as the model sees it, without its counts. Port 0 is none. */
function toRelationship(row: Candidate): ObservedRelationship {
  const { client, server, protocol, folded, method, confidence } = row;
  const port = row.port === 0 ? null : row.port;
  const common = { protocol, direction: { method, confidence }, state: 'unknown', ...NO_COUNTS } as const;
  const rest = { scanner: false, icmpType: null, icmpCode: null, attempts: 0, conversations: 0, folded };
  if (row.clientPort === DIRECTED)
    return { ...common, ...rest, client, server, endpoints: null, port, clientPort: row.onlyClientPort };
  const endpoints = [
    { address: client, port: row.clientPort === 0 ? null : row.clientPort },
    { address: server, port },
  ] as const;
  return { ...common, ...rest, client: null, server: null, endpoints, port: null, clientPort: null };
}

/** The end that made the model change its answer: the one that serves by a fact, else the one that a person denied. */
function causeOf(row: Candidate, serverIsServerSide: boolean): RelationshipMove['cause'] {
  const clientEnd = {
    hostId: row.clientId,
    port: row.clientPort === DIRECTED ? (row.onlyClientPort ?? 0) : row.clientPort,
  };
  const serverEnd = { hostId: row.serverId, port: row.port };
  if (serverIsServerSide) return row.serverRole === 'server' ? serverEnd : clientEnd;
  return row.clientRole === 'server' ? clientEnd : serverEnd;
}

function moveOf(row: Candidate, knowledge: EndpointKnowledge): RelationshipMove | null {
  const decided = redecideRelationship(toRelationship(row), knowledge);
  if (!decided) return null;
  const { id } = row;
  const { direction, endpoints } = decided;
  if (endpoints) {
    const [a, b] = endpoints;
    const aIsClient = a.address === row.client;
    const [clientId, serverId] = aIsClient ? [row.clientId, row.serverId] : [row.serverId, row.clientId];
    const ports = { port: b.port ?? 0, clientPort: a.port ?? 0, onlyClientPort: null };
    return { id, clientId, serverId, ...ports, direction, cause: causeOf(row, false) };
  }
  const stays = decided.server === row.server && (decided.port ?? 0) === row.port;
  const [clientId, serverId] = stays ? [row.clientId, row.serverId] : [row.serverId, row.clientId];
  const ports = { port: decided.port ?? 0, clientPort: DIRECTED, onlyClientPort: decided.clientPort };
  return { id, clientId, serverId, ...ports, direction, cause: causeOf(row, stays) };
}

/** As {@link redecide}, inside a transaction that holds the direction lock. */
export async function redecideWithin(
  trx: Trx,
  endpoints: readonly EndpointKey[],
  why: CorrectionAuthor,
): Promise<number> {
  let changed = endpoints.length > 0 ? await restoreContested(trx, endpoints, why) : 0;
  for (let after = '0'; endpoints.length > 0; ) {
    const rows = await candidates(trx, endpoints, after);
    const knowledge = createEndpointKnowledge();
    for (const row of rows) {
      const { protocol, client, server } = row;
      const clientPort = row.clientPort === DIRECTED ? row.onlyClientPort : row.clientPort;
      if (clientPort !== null)
        teach(
          knowledge,
          { address: client, protocol, port: clientPort },
          { basis: row.clientBasis, role: row.clientRole },
        );
      teach(knowledge, { address: server, protocol, port: row.port }, { basis: row.serverBasis, role: row.serverRole });
    }
    const moves = rows.map((row) => moveOf(row, knowledge)).filter((move) => move !== null);
    await moveRelationships(trx, moves, why);
    changed += moves.length;
    if (rows.length < BATCH) return changed;
    after = (rows.at(-1) as Candidate).id;
  }
  return changed;
}

/** Tells listeners that the picture changed, as after a window. */
export async function announceCorrections(trx: Trx, changed: number): Promise<void> {
  const notice = { kind: 'traffic', relationships: changed };
  if (changed > 0) await notify(trx, notice);
}

/**
 * Decides stored relationships that touch one of the endpoints again, by what is known now of both their ends: undecided ones get
 * client and server, ones decided by a weaker method are turned round, and rows that become the same one are merged with all
 * their days. One transaction, one trace row per change; again it changes nothing. Returns how many changed.
 */
export function redecide(db: Db, endpoints: readonly EndpointKey[], why: CorrectionAuthor): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await lockDirections(trx);
    const changed = await redecideWithin(trx, endpoints, why);
    await announceCorrections(trx, changed);
    return changed;
  });
}
