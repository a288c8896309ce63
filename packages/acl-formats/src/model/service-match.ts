/** From and to, both included. */
export type NumberRange = readonly [number, number];

export interface IcmpMessage {
  readonly type: number;
  /** Null: every code. */
  readonly code: number | null;
}

/**
 * Protocol, ports and ICMP messages that a rule names. Null means 'any'; ports only match protocols that have ports, and
 * `icmp` only ICMP and ICMPv6. A rule holds a list of these and matches when one of them does.
 */
export interface ServiceMatch {
  readonly protocols: readonly NumberRange[] | null;
  readonly sourcePorts: readonly NumberRange[] | null;
  readonly destinationPorts: readonly NumberRange[] | null;
  readonly icmp: readonly IcmpMessage[] | null;
  /** What of this service could not be resolved: it may match anything its other parts allow, or nothing. */
  readonly unknown: string | null;
}

export const ANY_SERVICE: ServiceMatch = {
  protocols: null,
  sourcePorts: null,
  destinationPorts: null,
  icmp: null,
  unknown: null,
};

export const HIGHEST_PORT = 65535;

/** All of one protocol. */
export function protocolService(protocol: number, parts: Partial<Omit<ServiceMatch, 'protocols'>> = {}): ServiceMatch {
  return { ...ANY_SERVICE, protocols: [[protocol, protocol]], ...parts };
}

/** A service whose name could not be resolved. */
export function unknownService(name: string): ServiceMatch {
  return { ...ANY_SERVICE, unknown: name };
}

/** Every number from 0 to `highest` that is in none of `ranges`. */
export function complement(ranges: readonly NumberRange[], highest: number): NumberRange[] {
  const gaps: NumberRange[] = [];
  let next = 0;
  for (const [from, to] of mergeRanges(ranges)) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= highest) gaps.push([next, highest]);
  return gaps;
}

/** The same numbers as sorted ranges that neither overlap nor touch. */
export function mergeRanges(ranges: readonly NumberRange[]): NumberRange[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
