import {
  createEndpointKnowledge,
  type EndpointBasis,
  type EndpointKnowledge,
  type EndpointRole,
  type ObservedRelationship,
  type RelationshipWindow,
  redecide,
} from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import { shareDirections } from './direction-lock.ts';
import type { EndpointKey } from './endpoint-key.ts';

/** Marks a decided direction in `client_port`. */
const DIRECTED = -1;

function everyRelationship({ relationships, corrections }: RelationshipWindow): ObservedRelationship[] {
  return [...relationships, ...corrections.flatMap(({ before, after }) => [before, after])];
}

function nameOf({ address, protocol, port }: EndpointKey): string {
  return `${protocol} ${port} ${address}`;
}

/** What is stored of the ends of undecided relationships, by the addresses as the window writes them. */
async function loadKnowledge(
  client: PoolClient,
  relationships: readonly ObservedRelationship[],
): Promise<EndpointKnowledge | null> {
  const wanted = new Map<string, EndpointKey>();
  for (const { endpoints, protocol } of relationships) {
    for (const { address, port } of endpoints ?? []) {
      if (port === null) continue;
      const key = { address, protocol, port };
      wanted.set(nameOf(key), key);
    }
  }
  if (wanted.size === 0) return null;
  const keys = [...wanted.values()];
  const { rows } = await client.query<{ position: string; basis: EndpointBasis; role: EndpointRole }>(
    `select w.position, coalesce(e.basis, 'learned') as basis, coalesce(e.role, 'server') as role
     from unnest($1::inet[], $2::smallint[], $3::int[]) with ordinality as w (address, protocol, port, position)
     left join host h using (address)
     left join service_endpoint e on (e.host_id, e.protocol, e.port) = (h.id, w.protocol, w.port)
     left join learned_endpoint l on (l.address, l.protocol, l.port) = (w.address, w.protocol, w.port)
     where e.basis is not null or l.address is not null`,
    [keys.map(({ address }) => address), keys.map(({ protocol }) => protocol), keys.map(({ port }) => port)],
  );
  if (rows.length === 0) return null;
  const knowledge = createEndpointKnowledge();
  for (const { position, basis, role } of rows) {
    const { address, protocol, port } = keys[Number(position) - 1] as EndpointKey;
    if (basis === 'person') knowledge.confirm(address, protocol, port, role);
    else if (basis === 'scan') knowledge.scanned(address, protocol, port, true);
    else knowledge.learn({ address, protocol, port, by: 'opened', peers: 1, conversations: 1 });
  }
  return knowledge;
}

/** Decides an undecided relationship as history was; see `redecide` of this package. */
function decideByFacts(relationship: ObservedRelationship, knowledge: EndpointKnowledge): ObservedRelationship {
  if (!relationship.endpoints) return relationship;
  const [a, b] = relationship.endpoints;
  const decided = redecide(relationship, knowledge);
  if (!decided || (a.port === b.port && decided.direction.method !== 'person')) return relationship;
  return decided;
}

/** The row that a decided relationship was moved to, as seen from where it was. */
interface Moved {
  /** Client and server of the table are still the same hosts. */
  readonly forward: boolean;
  readonly port: number;
  readonly clientPort: number;
}

/** Where decided answers that are to be taken back are now, when a correction of history moved them. By position. */
async function findMoved(client: PoolClient, befores: readonly ObservedRelationship[]): Promise<Map<number, Moved>> {
  const decided = befores.flatMap((before, position) => (before.endpoints ? [] : [{ ...before, position }]));
  if (decided.length === 0) return new Map();
  const { rows } = await client.query<Moved & { position: number }>(
    `select w.position, c.after_client_id = c.before_client_id as forward, c.after_port as port, c.after_client_port as "clientPort"
     from unnest($1::inet[], $2::inet[], $3::smallint[], $4::int[], $5::int[]) as w (client, server, protocol, port, position)
     join host hc on hc.address = w.client
     join host hs on hs.address = w.server
     cross join lateral (
       select * from direction_change c
       where (c.before_client_id, c.before_server_id, c.protocol, c.before_port, c.before_client_port)
           = (hc.id, hs.id, w.protocol, w.port, -1)
         and c.undone_at is null and c.days is not null
       order by c.id desc limit 1
     ) c
     where not exists (
       select from relationship r
       where (r.client_id, r.server_id, r.protocol, r.port, r.client_port) = (hc.id, hs.id, w.protocol, w.port, -1)
     )`,
    [
      decided.map((before) => before.client),
      decided.map((before) => before.server),
      decided.map((before) => before.protocol),
      decided.map((before) => before.port ?? 0),
      decided.map((before) => before.position),
    ],
  );
  return new Map(rows.map(({ position, ...moved }) => [position, moved]));
}

function movedTo(before: ObservedRelationship, moved: Moved | undefined): ObservedRelationship {
  if (!moved || before.client === null || before.server === null) return before;
  const [client, server] = moved.forward ? [before.client, before.server] : [before.server, before.client];
  if (moved.clientPort === DIRECTED) return { ...before, client, server, port: moved.port };
  const endpoints = [
    { address: client, port: moved.clientPort || null },
    { address: server, port: moved.port || null },
  ] as const;
  return { ...before, client: null, server: null, endpoints, port: null };
}

/**
 * Brings a window in line with what the database knows: undecided relationships that touch a known endpoint are decided, and answers
 * that the window takes back are looked for where a correction of history put them, so that nothing is counted twice. Keeps
 * corrections of history out until the transaction ends.
 */
export async function decideContacts(client: PoolClient, contacts: RelationshipWindow): Promise<RelationshipWindow> {
  await shareDirections(client);
  const knowledge = await loadKnowledge(client, everyRelationship(contacts));
  const moved = await findMoved(
    client,
    contacts.corrections.map(({ before }) => before),
  );
  if (!knowledge && moved.size === 0) return contacts;
  const decide = (relationship: ObservedRelationship) =>
    knowledge ? decideByFacts(relationship, knowledge) : relationship;
  return {
    ...contacts,
    relationships: contacts.relationships.map(decide),
    corrections: contacts.corrections.map(({ before, after }, i) => ({
      before: decide(movedTo(before, moved.get(i))),
      after: decide(after),
    })),
  };
}
