/** Halves that a batch holds: so many that the processor can look ahead, so few that what it saw stays in its cache. */
export const BATCH_HALVES = 256;

/** Bits of a half flow. The exporter itself says who began: the sender of this half, or its receiver. */
export const SAID_SENDER = 1;
export const SAID_RECEIVER = 2;
/** A firewall refused it. */
export const DENIED = 4;
/** Both directions stand in one record, so that the silence of one is known. */
export const BOTH_IN_ONE = 8;
/** The record has a start time; without it `first` is another time that stands in. */
export const TIMED = 16;
/** The record has a start and an end: repeated ones can be told. */
export const REPEATABLE = 32;
/** The last half of its record. */
export const LAST_HALF = 64;
/** The record goes to a multicast or broadcast address. */
export const TO_GROUP = 128;

/** The bits that stay with what halves are added up to. */
export const HINTS: number = SAID_SENDER | SAID_RECEIVER | DENIED | BOTH_IN_ONE;

/** What conversations without ports are told apart by. Type and code are ICMP's; null for none. */
export interface Kind {
  readonly protocol: number;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
}

/** A kind as one number. */
export function kindOf({ protocol, icmpType, icmpCode }: Kind): number {
  return protocol | (((icmpType ?? -1) + 1) << 8) | (((icmpCode ?? -1) + 1) << 17);
}

/** The kind of a number. */
export function readKind(kind: number): Kind {
  const type = (kind >> 8) & 511;
  const code = kind >> 17;
  return { protocol: kind & 255, icmpType: type === 0 ? null : type - 1, icmpCode: code === 0 ? null : code - 1 };
}

/**
 * Half flows on their way into the table, column by column: what one record says of the packets of one sender. Whoever fills it
 * sets every column of a row.
 */
export class HalfFlowBatch {
  rows = 0;
  /** Numbers of addresses. */
  readonly source = new Int32Array(BATCH_HALVES);
  readonly target = new Int32Array(BATCH_HALVES);
  /** -1 for protocols without ports and where the record has none. */
  readonly sourcePort = new Int32Array(BATCH_HALVES);
  readonly targetPort = new Int32Array(BATCH_HALVES);
  /** See {@link kindOf}. */
  readonly kind = new Int32Array(BATCH_HALVES);
  /** Number of the observation point. */
  readonly point = new Int32Array(BATCH_HALVES);
  readonly bits = new Int32Array(BATCH_HALVES);
  /** -1 when the record has none. */
  readonly tcpFlags = new Int32Array(BATCH_HALVES);
  readonly packets = new Float64Array(BATCH_HALVES);
  readonly octets = new Float64Array(BATCH_HALVES);
  /** Milliseconds since 1970 UTC, never NaN; `last` is not before `first`. */
  readonly first = new Float64Array(BATCH_HALVES);
  readonly last = new Float64Array(BATCH_HALVES);
}
