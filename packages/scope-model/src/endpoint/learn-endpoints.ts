import { TCP } from '@scopemap/net';
import type { EndpointKnowledge, LearnedEndpoint } from './endpoint-knowledge.ts';
import type { EndpointUse, EndpointUses } from './endpoint-use.ts';

/** Answered conversations that a teaching rule decided, before the endpoint counts as known. */
const MIN_OPENED = 2;
/** Distinct remote endpoints and ports with which a port is taken for a listener's, for want of any better evidence. */
const MIN_FAN_IN = 5;
/** UDP: remote hosts that must each have come from several ports, and from how many. */
const MIN_UDP_HOSTS = 2;
const MIN_UDP_PORTS_PER_HOST = 3;
/** One conversation in so many may speak against a listener (a late record, a reused port). */
const TOLERATED = 20;

/**
 * Learns service endpoints from the traffic of a window, and forgets those that it contradicts. An endpoint that begins
 * conversations itself is no plain server and teaches nothing. Endpoints of scanners, and what only they touched, never count.
 * Returns what was learnt or confirmed, in order of address text, protocol, port.
 */
export function learnEndpoints(
  uses: EndpointUses,
  knowledge: EndpointKnowledge,
  isScanner: (address: string) => boolean = () => false,
): readonly LearnedEndpoint[] {
  const learned: LearnedEndpoint[] = [];
  for (const use of uses.values()) {
    if (use.called * TOLERATED > use.served && use.called > 0) {
      knowledge.unlearn(use.address, use.protocol, use.port);
      continue;
    }
    if (use.answered < MIN_OPENED || isScanner(use.address)) continue;
    const lesson = opened(use, isScanner) ?? fanIn(use, isScanner);
    if (lesson) learned.push(lesson);
  }
  learned.sort((a, b) => compareText(a.address, b.address) || a.protocol - b.protocol || a.port - b.port);
  for (const endpoint of learned) knowledge.learn(endpoint);
  return learned;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lessonOf(use: EndpointUse, by: LearnedEndpoint['by'], peers: number): LearnedEndpoint {
  const { address, protocol, port } = use;
  return { address, protocol, port, by, peers, conversations: use.answered };
}

function opened(use: EndpointUse, isScanner: (address: string) => boolean): LearnedEndpoint | null {
  if (use.served < MIN_OPENED) return null;
  const peers = [...use.clients].filter((address) => !isScanner(address)).length;
  return peers > 0 ? lessonOf(use, 'opened', peers) : null;
}

/**
 * Many against one port. TCP gives the outgoing connections of a moment ports of their own, so a port with several
 * remote ports listens; a client that takes the same port again later meets the same few service ports.
 * A UDP socket may talk to any number of peers (DHT, calls, games): there only hosts that come back from ever new ports
 * tell a server from a peer.
 */
function fanIn(use: EndpointUse, isScanner: (address: string) => boolean): LearnedEndpoint | null {
  if (use.rendezvous || use.remotePorts.size < MIN_FAN_IN) return null;
  const honest = [...use.remotes].filter(([address]) => !isScanner(address));
  const endpoints = honest.reduce((sum, [, ports]) => sum + ports, 0);
  if (endpoints < MIN_FAN_IN) return null;
  if (use.protocol !== TCP) {
    const returning = honest.filter(([, ports]) => ports >= MIN_UDP_PORTS_PER_HOST).length;
    if (returning < MIN_UDP_HOSTS) return null;
  }
  return lessonOf(use, 'fan-in', honest.length);
}
