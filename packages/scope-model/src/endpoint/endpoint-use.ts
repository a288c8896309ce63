import { hasPorts, UDP } from '@scopemap/net';
import { type Conversation, isAnswered } from '../conversation/conversation.ts';
import { otherSide, type Side } from '../conversation/side.ts';
import { EndpointMap } from './endpoint-map.ts';

/** What the conversations of a window show of one endpoint (address, protocol, port). */
export interface EndpointUse {
  readonly address: string;
  readonly protocol: number;
  readonly port: number;
  /** Conversations, that is distinct remote endpoints, and those in which both sides sent. */
  conversations: number;
  answered: number;
  /** Answered conversations per remote address; of {@link MAX_REMOTES} addresses at most. */
  readonly remotes: Map<string, number>;
  /** Distinct ports of the remote ends of answered conversations, at most {@link MAX_REMOTES}. */
  readonly remotePorts: Set<number>;
  /** Conversations in which a rule that may teach found the endpoint to serve, or to have called. */
  served: number;
  called: number;
  /** Remote addresses of answered ones that it served, at most {@link MAX_REMOTES}. */
  readonly clients: Set<string>;
  /** Ports of groups it sent to (mDNS, SSDP, ...): what comes back to it is an answer. */
  readonly askedGroups: Set<number>;
  /** It talks to a STUN server, so it is the socket of a call between peers. */
  rendezvous: boolean;
}

export type EndpointUses = Pick<EndpointMap<EndpointUse>, 'get' | 'values'>;

/** Enough to tell many from few; a busy server has millions. */
export const MAX_REMOTES = 64;

/** STUN and TURN (RFC 8489, RFC 8656), and the port that Google's STUN servers use. */
const STUN_PORTS: ReadonlySet<number> = new Set([3478, 3479, 3480, 3481, 5349, 19302, 19305]);

/**
 * The use of every endpoint that stands in several conversations; one that stands in a single one has no use beside it.
 * `taught` says which side serves by a rule that may teach, else null.
 */
export function endpointUses(
  conversations: Iterable<Conversation>,
  taught: (conversation: Conversation) => Side | null,
): EndpointUses {
  const firsts = new EndpointMap<Conversation>();
  const uses = new EndpointMap<EndpointUse>();
  for (const conversation of conversations) {
    if (!hasPorts(conversation.protocol)) continue;
    for (const side of SIDES) {
      const { address, port } = conversation[side];
      if (port === null || conversation.group === side) continue;
      const { protocol } = conversation;
      let use = uses.get(address, protocol, port);
      if (!use) {
        const first = firsts.get(address, protocol, port);
        if (!first) {
          firsts.set(address, protocol, port, conversation);
          continue;
        }
        use = newUse(address, protocol, port);
        uses.set(address, protocol, port, use);
        count(use, first, taught);
      }
      count(use, conversation, taught);
    }
  }
  return uses;
}

const SIDES = ['low', 'high'] as const;

function count(
  use: EndpointUse,
  conversation: Conversation,
  taught: (conversation: Conversation) => Side | null,
): void {
  const isLow = conversation.low.address === use.address && conversation.low.port === use.port;
  const side: Side = isLow ? 'low' : 'high';
  const remote = conversation[otherSide(side)];
  if (conversation.group !== null) {
    if (remote.port !== null) use.askedGroups.add(remote.port);
    return;
  }
  const answered = isAnswered(conversation);
  use.conversations++;
  if (answered) {
    use.answered++;
    const known = use.remotes.get(remote.address) ?? 0;
    if (known > 0 || use.remotes.size < MAX_REMOTES) use.remotes.set(remote.address, known + 1);
    if (remote.port !== null && use.remotePorts.size < MAX_REMOTES) use.remotePorts.add(remote.port);
  }
  const server = taught(conversation);
  if (server === side) {
    use.served++;
    if (answered && use.clients.size < MAX_REMOTES) use.clients.add(remote.address);
  } else if (server !== null) use.called++;
  if (use.protocol === UDP && remote.port !== null && STUN_PORTS.has(remote.port)) use.rendezvous = true;
}

function newUse(address: string, protocol: number, port: number): EndpointUse {
  return {
    address,
    protocol,
    port,
    conversations: 0,
    answered: 0,
    remotes: new Map(),
    remotePorts: new Set(),
    served: 0,
    called: 0,
    clients: new Set(),
    askedGroups: new Set(),
    rendezvous: false,
  };
}

/** The use of one side of a conversation, if it has a port. */
export function useOf(uses: EndpointUses, conversation: Conversation, side: Side): EndpointUse | undefined {
  const { address, port } = conversation[side];
  return port === null ? undefined : uses.get(address, conversation.protocol, port);
}
