import { UDP } from '@scopemap/net';
import type { DirectionRule } from './direction-context.ts';

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

/**
 * One side's port lies in the ephemeral range and the other's does not, or exactly one is a system port.
 * Silent for the socket of a call between peers (it talks to a STUN server): its peers' ports come from anywhere;
 * and for ports that may be of media streams.
 */
export const portRange: DirectionRule = {
  method: 'port-range',
  confidence: 'low',
  serverSide(conversation, context) {
    const { low, high } = conversation;
    if (!low.port || !high.port || mayBeMedia(conversation.protocol, low.port, high.port)) return null;
    if (context.useOf(conversation, 'low')?.rendezvous || context.useOf(conversation, 'high')?.rendezvous) return null;
    const classOf = (port: number) => (port < SYSTEM ? 0 : port < EPHEMERAL ? 1 : 2);
    const difference = classOf(high.port) - classOf(low.port);
    if (difference === 0) return null;
    return difference > 0 ? 'low' : 'high';
  },
};
