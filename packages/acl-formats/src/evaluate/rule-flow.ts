import { hasPorts, ICMP, ICMPV6 } from '@scopemap/net';
import type { Relationship } from '@scopemap/scope-model';
import type { NumberRange } from '../model/service-match.ts';
import { type AddressRange, rangeOfAddress } from './address-range.ts';
import { FIRST_FLAGS, LATER_FLAGS, type Packet, REPLY_FLAGS } from './packet.ts';

/** A relationship to be judged; what the builder of relationships emits fits. */
export interface RuleFlow extends Pick<Relationship, 'client' | 'server' | 'endpoints' | 'protocol' | 'port'> {
  /** Null or absent: many, or not known. */
  readonly clientPort?: number | null;
  /** Type of the client's ICMP message; null or absent when not known. */
  readonly icmpType?: number | null;
}

/** What lies between the two ends and cannot be read from the flow. */
export interface FlowPlace {
  /** Interface or zone of the client and of the server, as the rules name them; null when not known. */
  readonly from: string | null;
  readonly to: string | null;
  /** The ports a client's unknown port may have. */
  readonly clientPorts: NumberRange;
}

/** Client ports are taken from this range when a flow does not tell them (RFC 6056, section 3.2). */
export const DEFAULT_CLIENT_PORTS: NumberRange = [1024, 65535];

/** One way to read a flow: who calls whom from which port. */
export interface Call {
  readonly client: AddressRange;
  readonly server: AddressRange;
  readonly protocol: number;
  readonly clientPort: NumberRange;
  readonly serverPort: NumberRange;
  readonly icmpType: number | null;
}

/** The calls a flow may be: one when its direction is known, else both. Null when an address is no address. */
export function callsOf(flow: RuleFlow, clientPorts: NumberRange): readonly Call[] | null {
  const { client, server, endpoints, protocol } = flow;
  const icmpType = flow.icmpType ?? null;
  if (client !== null && server !== null) {
    const a = rangeOfAddress(client);
    const b = rangeOfAddress(server);
    const clientPort = portRange(protocol, flow.clientPort ?? null, clientPorts);
    const serverPort = portRange(protocol, flow.port, ALL_PORTS);
    return a && b && [{ client: a, server: b, protocol, clientPort, serverPort, icmpType }];
  }
  if (!endpoints) return null;
  const [low, high] = endpoints;
  const a = rangeOfAddress(low.address);
  const b = rangeOfAddress(high.address);
  if (!a || !b) return null;
  const lowPort = portRange(protocol, low.port ?? flow.port, ALL_PORTS);
  const highPort = portRange(protocol, high.port ?? flow.port, ALL_PORTS);
  return [
    { client: a, server: b, protocol, clientPort: lowPort, serverPort: highPort, icmpType },
    { client: b, server: a, protocol, clientPort: highPort, serverPort: lowPort, icmpType },
  ];
}

const ALL_PORTS: NumberRange = [0, 65535];
/** What stands in for ports where a protocol has none: the index wants one number. */
const NO_PORT: NumberRange = [0, 0];

function portRange(protocol: number, port: number | null, otherwise: NumberRange): NumberRange {
  if (!hasPorts(protocol)) return NO_PORT;
  return port === null ? otherwise : [port, port];
}

/** The packet that opens a call. */
export function firstPacket(call: Call, { from, to }: FlowPlace): Packet {
  return {
    source: call.client,
    destination: call.server,
    protocol: [call.protocol, call.protocol],
    sourcePort: call.clientPort,
    destinationPort: call.serverPort,
    icmpType: call.icmpType,
    icmpCode: call.icmpType === null ? null : 0,
    state: 'new',
    tcpFlags: FIRST_FLAGS,
    from,
    to,
  };
}

/** The client's packets once the server has answered. */
export function laterPacket(call: Call, place: FlowPlace): Packet {
  return { ...firstPacket(call, place), state: 'established', tcpFlags: LATER_FLAGS };
}

/** Replies to ICMP requests: echo, timestamp, information, address mask (RFC 792, RFC 950) and ICMPv6 echo (RFC 4443). */
const ICMP_REPLIES: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  [ICMP]: { 8: 0, 13: 14, 15: 16, 17: 18 },
  [ICMPV6]: { 128: 129 },
};

/** The server's packets; null for an ICMP message that asks for none. */
export function replyPacket(call: Call, { from, to }: FlowPlace): Packet | null {
  const replies = ICMP_REPLIES[call.protocol];
  const icmpType = replies && call.icmpType !== null ? replies[call.icmpType] : null;
  if (icmpType === undefined) return null;
  return {
    source: call.server,
    destination: call.client,
    protocol: [call.protocol, call.protocol],
    sourcePort: call.serverPort,
    destinationPort: call.clientPort,
    icmpType,
    icmpCode: icmpType === null ? null : 0,
    state: 'established',
    tcpFlags: REPLY_FLAGS,
    from: to,
    to: from,
  };
}
