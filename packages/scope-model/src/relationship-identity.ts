import { compareIp } from '@scopemap/net';
import type { Answer } from './answer.ts';
import type { Conversation, ConversationEnd } from './conversation/conversation.ts';
import type { RelationshipEndpoint } from './relationship.ts';

/** What makes a relationship the same one: its parts that are no counters and no evidence. */
export interface RelationshipIdentity {
  readonly client: string | null;
  readonly server: string | null;
  readonly endpoints: readonly [RelationshipEndpoint, RelationshipEndpoint] | null;
  readonly protocol: number;
  readonly port: number | null;
}

/** The relationship that a conversation with this answer belongs to. */
export function identityOf(
  { protocol, low, high }: Conversation,
  { decision, folded }: Pick<Answer, 'decision' | 'folded'>,
): RelationshipIdentity {
  if (decision.server !== null) {
    const server = decision.server === 'low' ? low : high;
    const client = decision.server === 'low' ? high : low;
    return { client: client.address, server: server.address, endpoints: null, protocol, port: server.port };
  }
  const endpoints = inAddressOrder(endpointOf(low, folded), endpointOf(high, folded));
  const port = decision.direction.method === 'peer' && low.port === high.port ? low.port : null;
  return { client: null, server: null, endpoints, protocol, port };
}

function endpointOf({ address, port }: ConversationEnd, folded: boolean): RelationshipEndpoint {
  return { address, port: folded ? null : port };
}

/** Two endpoints in the order in which a relationship without direction holds them. */
export function inAddressOrder(
  a: RelationshipEndpoint,
  b: RelationshipEndpoint,
): [RelationshipEndpoint, RelationshipEndpoint] {
  const order = compareIp(a.address, b.address) || (a.port ?? -1) - (b.port ?? -1);
  return order <= 0 ? [a, b] : [b, a];
}

/** One text per relationship, the key of maps. */
export function identityKey({ client, server, endpoints, protocol, port }: RelationshipIdentity): string {
  if (!endpoints) return `${protocol}|${port}|${client}>${server}`;
  const [a, b] = endpoints;
  return `${protocol}|${a.address}|${a.port}|${b.address}|${b.port}`;
}
