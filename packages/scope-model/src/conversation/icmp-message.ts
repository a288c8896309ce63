import { ICMP, ICMPV6 } from '@scopemap/net';

/** Request type by the type of its answer (RFC 792, RFC 950, RFC 4443). */
const REQUEST_OF: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  [ICMP]: { 0: 8, 14: 13, 16: 15, 18: 17 },
  [ICMPV6]: { 129: 128 },
};

const REQUESTS: Readonly<Record<number, ReadonlySet<number>>> = {
  [ICMP]: new Set([8, 13, 15, 17]),
  [ICMPV6]: new Set([128]),
};

export interface IcmpMessage {
  /** Type of the request this belongs to, or its own type when it is no request or answer; null when not said. */
  readonly kind: number | null;
  /** Only of errors and announcements: a request and its answer may carry different ones. Null when not said. */
  readonly code: number | null;
  /** The sender asks (true) or answers (false); null for errors, announcements and unknown types. */
  readonly asks: boolean | null;
}

const NOT_SAID: IcmpMessage = { kind: null, code: null, asks: null };
const ECHO: IcmpMessage = { kind: 8, code: null, asks: null };

/**
 * What an ICMP flow carries by `said` and `saidCode`, the elements themselves, else by the bytes of the destination port, where v5
 * and many v9 exporters put type and code. Null for what the record does not have.
 */
export function icmpMessage(
  protocol: number,
  said: number | null,
  saidCode: number | null,
  dstPort: number | null,
): IcmpMessage {
  const type = said ?? (dstPort === null ? null : dstPort >> 8);
  if (type === null) return NOT_SAID;
  // Port 0 is an IPv4 echo reply or an exporter that says nothing of ICMP; a request on the other side tells.
  if (said === null && dstPort === 0) return protocol === ICMP ? ECHO : NOT_SAID;
  if (REQUESTS[protocol]?.has(type)) return { kind: type, code: null, asks: true };
  const request = REQUEST_OF[protocol]?.[type];
  if (request !== undefined) return { kind: request, code: null, asks: false };
  return { kind: type, code: saidCode ?? (said === null && dstPort !== null ? dstPort & 255 : null), asks: null };
}

/** True for destination unreachable: somebody refused or could not forward what the receiver had sent. */
export function isUnreachable(protocol: number, type: number | null): boolean {
  return (protocol === ICMP && type === 3) || (protocol === ICMPV6 && type === 1);
}

/** True for types that ask for an answer: echo, timestamp, information and address mask request. */
export function isRequest(protocol: number, type: number | null): boolean {
  return type !== null && (REQUESTS[protocol]?.has(type) ?? false);
}
