/**
 * The values of one record that halves are made of, all of them numbers, in one object that is filled again for every record. Absent
 * is NaN, but -1 for the integers: numbers of addresses, ports, protocol and flags.
 */
export class HalfValues {
  source = -1;
  target = -1;
  sourcePort = -1;
  targetPort = -1;
  protocol = -1;
  tcpFlags = -1;
  /** Number of the observation point. */
  point = 0;
  packets = Number.NaN;
  octets = Number.NaN;
  /** Milliseconds since 1970 UTC. */
  start = Number.NaN;
  end = Number.NaN;
  /** Stands in for the times that the record does not have. */
  received = 0;
  /** Some of the following are there; else they are not looked at. */
  hasExtras = false;
  icmpType = Number.NaN;
  icmpCode = Number.NaN;
  eventTimeMs = Number.NaN;
  firewallEvent = Number.NaN;
  biflowDirection = Number.NaN;
  initiatorPackets = Number.NaN;
  initiatorOctets = Number.NaN;
  responderPackets = Number.NaN;
  responderOctets = Number.NaN;
  reversePackets = Number.NaN;
  reverseOctets = Number.NaN;
  reverseTcpFlags = Number.NaN;
}

/** Names of the extras: see {@link HalfValues.hasExtras}. */
export const HALF_EXTRAS = [
  'icmpType',
  'icmpCode',
  'eventTimeMs',
  'firewallEvent',
  'biflowDirection',
  'initiatorPackets',
  'initiatorOctets',
  'responderPackets',
  'responderOctets',
  'reversePackets',
  'reverseOctets',
  'reverseTcpFlags',
] as const satisfies readonly (keyof HalfValues)[];
