import { UDP } from '@scopemap/net';
import type { Conversation } from '../conversation/conversation.ts';
import type { Side } from '../conversation/side.ts';
import type { DirectionContext, DirectionRule } from './direction-context.ts';
import { isCallersPort } from './service-side.ts';

/** Where systems take client ports from: RFC 6335 from 49152, Linux from 32768. Below 1024 only privileged programs listen. */
const EPHEMERAL = 32_768;
const SYSTEM = 1024;
/** Where voice gateways begin to take media ports. */
const MEDIA = 16_384;

/**
 * Two UDP ports that RTP may have been given by a call's signalling (RFC 3550, section 11): high, and both even as for media, or
 * both odd as for their control. Either end may send first, and neither listens for calls.
 */
function mayBeMedia(protocol: number, a: number, b: number): boolean {
  return protocol === UDP && a >= MEDIA && b >= MEDIA && a % 2 === b % 2;
}

const classOf = (port: number) => (port < SYSTEM ? 0 : port < EPHEMERAL ? 1 : 2);

/**
 * The side whose port looks the more like a listener's: the other's lies in the ephemeral range and its own does not, or it alone is a
 * system port. Null for a port from which the opener calls (active FTP data, RFC 959); for the socket of a call between peers (it talks to a STUN server), whose peers' ports come from anywhere; and
 * for ports that may be of media streams.
 */
export function rangeSide(conversation: Conversation, context: DirectionContext): Side | null {
  const { low, high } = conversation;
  if (!low.port || !high.port || mayBeMedia(conversation.protocol, low.port, high.port)) return null;
  if (isCallersPort(low.port) || isCallersPort(high.port)) return null;
  if (context.useOf(conversation, 'low')?.rendezvous || context.useOf(conversation, 'high')?.rendezvous) return null;
  const difference = classOf(high.port) - classOf(low.port);
  if (difference === 0) return null;
  return difference > 0 ? 'low' : 'high';
}

/**
 * The ranges tell the sides apart. For two UDP ports of which neither is a system port they need company: the listener's port in
 * further conversations. Behind address translation a media stream has any port on one side (RFC 4787), and where every
 * conversation has its own ports on both, nothing says that one of them listens.
 */
export const portRange: DirectionRule = {
  method: 'port-range',
  confidence: 'low',
  serverSide(conversation, context) {
    const side = rangeSide(conversation, context);
    if (side === null || conversation.protocol !== UDP || (conversation[side].port ?? 0) < SYSTEM) return side;
    return (context.useOf(conversation, side)?.conversations ?? 0) > 1 ? side : null;
  },
};
