import { hasPorts, UDP } from '@scopemap/net';
import { type Conversation, isAnswered } from '../conversation/conversation.ts';
import { otherSide, type Side } from '../conversation/side.ts';
import { EndpointUseTable } from './endpoint-use-table.ts';

/** What the conversations of a window show of one endpoint (address, protocol, port). */
export interface EndpointUse {
  readonly address: string;
  readonly protocol: number;
  readonly port: number;
  /** Conversations, that is distinct remote endpoints, and those in which both sides sent. */
  conversations: number;
  answered: number;
  /** Answered conversations per remote address; of {@link MAX_REMOTES} addresses at most. */
  remotes: ReadonlyMap<string, number>;
  /** Distinct ports of the remote ends of answered conversations, at most {@link MAX_REMOTES}. */
  remotePorts: ReadonlySet<number>;
  /** Conversations in which a rule that may teach found the endpoint to serve, or to have called. */
  served: number;
  called: number;
  /** Remote addresses of answered ones that it served, at most {@link MAX_REMOTES}. */
  clients: ReadonlySet<string>;
  /** Ports of groups it sent to (mDNS, SSDP, ...): what comes back to it is an answer. */
  askedGroups: ReadonlySet<number>;
  /** It talks to a STUN server, so it is the socket of a call between peers. */
  rendezvous: boolean;
}

export type EndpointUses = Pick<EndpointUseTable, 'of' | 'values'>;

/** Enough to tell many from few; a busy server has millions. */
export const MAX_REMOTES = 64;

/** STUN and TURN (RFC 8489, RFC 8656), and the port that Google's STUN servers use. */
const STUN_PORTS: ReadonlySet<number> = new Set([3478, 3479, 3480, 3481, 5349, 19302, 19305]);

/**
 * The use of every endpoint that stands in several conversations of one table; one that stands in a single one has no use beside
 * it. `taught` says which side serves by a rule that may teach, else null. `uses`: an
 * empty table to be filled.
 */
export function endpointUses(
  conversations: Iterable<Conversation>,
  taught: (conversation: Conversation) => Side | null,
  uses = new EndpointUseTable(0),
): EndpointUses {
  for (const conversation of conversations) {
    if (!hasPorts(conversation.protocol)) continue;
    for (const side of SIDES) {
      const { address, port } = conversation[side];
      if (port === null || conversation.group === side) continue;
      const first = uses.meet(conversation, side);
      if (first === conversation.row) continue;
      let use = uses.of(conversation, side);
      if (!use) {
        use = newUse(address, conversation.protocol, port);
        uses.set(conversation, side, use);
        count(use, conversation.sibling(first), taught);
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
    if (remote.port !== null) use.askedGroups = including(use.askedGroups, remote.port);
    return;
  }
  const answered = isAnswered(conversation);
  use.conversations++;
  if (answered) {
    use.answered++;
    const known = use.remotes.get(remote.address) ?? 0;
    if (known > 0 || use.remotes.size < MAX_REMOTES) use.remotes = setting(use.remotes, remote.address, known + 1);
    if (remote.port !== null && use.remotePorts.size < MAX_REMOTES)
      use.remotePorts = including(use.remotePorts, remote.port);
  }
  const server = taught(conversation);
  if (server === side) {
    use.served++;
    if (answered && use.clients.size < MAX_REMOTES) use.clients = including(use.clients, remote.address);
  } else if (server !== null) use.called++;
  if (use.protocol === UDP && remote.port !== null && STUN_PORTS.has(remote.port)) use.rendezvous = true;
}

/** Shared by all that hold nothing, as most do: there are hundreds of thousands. */
const NOTHING: ReadonlySet<never> = new Set<never>();
const NO_COUNTS: ReadonlyMap<string, number> = new Map<string, number>();

function including<Value>(values: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return values.size === 0 ? new Set([value]) : (values as Set<Value>).add(value);
}

function setting(counts: ReadonlyMap<string, number>, name: string, count: number): ReadonlyMap<string, number> {
  return counts.size === 0 ? new Map([[name, count]]) : (counts as Map<string, number>).set(name, count);
}

function newUse(address: string, protocol: number, port: number): EndpointUse {
  return {
    address,
    protocol,
    port,
    conversations: 0,
    answered: 0,
    remotes: NO_COUNTS,
    remotePorts: NOTHING,
    served: 0,
    called: 0,
    clients: NOTHING,
    askedGroups: NOTHING,
    rendezvous: false,
  };
}
