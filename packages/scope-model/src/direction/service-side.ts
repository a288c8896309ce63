import { serviceName, UDP } from '@scopemap/net';
import type { Conversation } from '../conversation/conversation.ts';
import type { Side } from '../conversation/side.ts';
import { isRegisteredService } from './registered-services.ts';

/** Fixed ports of clients (DHCP), and of servers that call back to their clients (FTP data): a name, but no listener. */
const NOT_LISTENING: ReadonlySet<number> = new Set([20, 68, 546]);

/**
 * UDP services that only answer: whoever asks takes a port of his own, and the service never begins. Other services also
 * send from their own port unasked (SIP, syslog, SNMP traps, L2TP, IKE, ...), so that a lone packet from it says nothing.
 */
const ANSWERING: ReadonlySet<number> = new Set([
  53, 67, 69, 88, 111, 161, 389, 443, 464, 547, 853, 1812, 1813, 1900, 3478, 5355,
]);

/** True for fixed ports from which the opener calls, though they are low: they say nothing of who listens. */
export function isCallersPort(port: number): boolean {
  return NOT_LISTENING.has(port);
}

function isNamed(protocol: number, port: number): boolean {
  return !NOT_LISTENING.has(port) && serviceName(protocol, port) !== null;
}

function isService(protocol: number, port: number): boolean {
  return isNamed(protocol, port) || (!NOT_LISTENING.has(port) && isRegisteredService(protocol, port));
}

function onlySide(
  { protocol, low, high }: Conversation,
  isListener: (protocol: number, port: number) => boolean,
): Side | null {
  if (low.port === null || high.port === null) return null;
  const isLow = isListener(protocol, low.port);
  if (isLow === isListener(protocol, high.port)) return null;
  return isLow ? 'low' : 'high';
}

/** The side on which alone a well-known service stands, by its port. */
export function serviceSide(conversation: Conversation): Side | null {
  return onlySide(conversation, isService);
}

/** The same by the services that everybody knows, whose ports hardly ever are a client's. */
export function namedServiceSide(conversation: Conversation): Side | null {
  return onlySide(conversation, isNamed);
}

/** True when what the side sends, by the two ports, can only be the answer of a UDP service. */
export function sendsAnswers(conversation: Conversation, side: Side): boolean {
  const { port } = conversation[side];
  return conversation.protocol === UDP && port !== null && ANSWERING.has(port) && serviceSide(conversation) === side;
}

/** DHCP servers and clients (RFC 2131, RFC 8415): the question is a broadcast, mostly from 0.0.0.0, so only the answer is unicast. */
const DHCP_CLIENT_OF: Readonly<Record<number, number>> = { 67: 68, 547: 546 };

/** True when the side is a DHCP server and the other end its client. */
export function answersDhcp({ protocol, low, high }: Conversation, side: Side): boolean {
  const [own, other] = side === 'low' ? [low.port, high.port] : [high.port, low.port];
  return protocol === UDP && own !== null && DHCP_CLIENT_OF[own] === other && other !== undefined;
}
