import type { DirectionRule } from './direction-context.ts';

/** Where systems take client ports from: RFC 6335 from 49152, Linux from 32768. Below 1024 only privileged programs listen. */
const EPHEMERAL = 32_768;
const SYSTEM = 1024;

/**
 * One side's port lies in the ephemeral range and the other's does not, or exactly one is a system port.
 * Silent for the socket of a call between peers (it talks to a STUN server): its peers' ports come from anywhere.
 */
export const portRange: DirectionRule = {
  method: 'port-range',
  confidence: 'low',
  serverSide(conversation, context) {
    const { low, high } = conversation;
    if (!low.port || !high.port) return null;
    if (context.useOf(conversation, 'low')?.rendezvous || context.useOf(conversation, 'high')?.rendezvous) return null;
    const classOf = (port: number) => (port < SYSTEM ? 0 : port < EPHEMERAL ? 1 : 2);
    const difference = classOf(high.port) - classOf(low.port);
    if (difference === 0) return null;
    return difference > 0 ? 'low' : 'high';
  },
};
