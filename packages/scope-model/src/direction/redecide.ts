import { DIRECTION_METHODS } from '../direction-method.ts';
import type { EndpointFact, EndpointKnowledge } from '../endpoint/endpoint-knowledge.ts';
import type { RelationshipEndpoint } from '../relationship.ts';
import { inAddressOrder } from '../relationship-identity.ts';
import type { ObservedRelationship } from '../relationship-window.ts';
import type { Decision } from './decision.ts';
import { factVerdict, learned, person, scan } from './endpoint-fact.ts';

const FACT_RULES = [person, scan, learned];
/** Of two sides with the same port; see `decideDirection`. */
const SAME_PORT_RULES = [person];

/**
 * Decides a stored relationship again by what is known of its endpoints now: an undecided one gets client and server, a
 * decided one is turned round when a stronger method than its own says so. Null when nothing changes.
 *
 * A relationship whose client used many ports can't be turned round: when a person says that its server is none, it comes back
 * undecided, with the client's port null.
 */
export function redecide(
  relationship: ObservedRelationship,
  knowledge: EndpointKnowledge,
): ObservedRelationship | null {
  const [a, b] = endsOf(relationship);
  const factOf = ({ address, port }: RelationshipEndpoint): EndpointFact | undefined =>
    port === null ? undefined : knowledge.find(address, relationship.protocol, port);
  const known = DIRECTION_METHODS.indexOf(relationship.direction.method);
  const rules = a.port !== null && a.port === b.port ? SAME_PORT_RULES : FACT_RULES;
  for (const { method, confidence } of rules) {
    if (DIRECTION_METHODS.indexOf(method) >= known) return null;
    const side = factVerdict(factOf(a), factOf(b), method);
    if (side === null) continue;
    const [client, server] = side === 'low' ? [b, a] : [a, b];
    return withDirection(relationship, client, server, { method, confidence });
  }
  return null;
}

/** Client and server, or the two endpoints. */
function endsOf({
  client,
  server,
  endpoints,
  clientPort,
  port,
}: ObservedRelationship): [RelationshipEndpoint, RelationshipEndpoint] {
  if (endpoints) return [endpoints[0], endpoints[1]];
  return [
    { address: client as string, port: clientPort },
    { address: server as string, port },
  ];
}

function withDirection(
  relationship: ObservedRelationship,
  client: RelationshipEndpoint,
  server: RelationshipEndpoint,
  direction: Decision['direction'],
): ObservedRelationship | null {
  if (server.port !== null) {
    const { address, port } = server;
    return {
      ...relationship,
      client: client.address,
      server: address,
      endpoints: null,
      port,
      clientPort: client.port,
      direction,
    };
  }
  if (relationship.endpoints) return null;
  const endpoints = inAddressOrder(client, server);
  const undecided = { method: 'none', confidence: 'none' } as const;
  return { ...relationship, client: null, server: null, endpoints, port: null, clientPort: null, direction: undecided };
}
