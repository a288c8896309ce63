import type { NumberRange } from '../model/service-match.ts';
import type { AddressRange } from './address-range.ts';

/**
 * What is asked of a list: a packet, or a set of packets where a part is a range. A rule matches 'yes' when it matches all of
 * them, 'no' when it matches none, else 'maybe'.
 */
export interface Packet {
  readonly source: AddressRange;
  readonly destination: AddressRange;
  readonly protocol: NumberRange;
  readonly sourcePort: NumberRange;
  readonly destinationPort: NumberRange;
  /** Null: not known, or any. */
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  readonly state: 'new' | 'established';
  /** TCP flags of every packet that is asked about. */
  readonly tcpFlags: readonly number[];
  /** Interface or zone it comes from and goes to; null when not known. */
  readonly from: string | null;
  readonly to: string | null;
}

const FIN = 1;
export const SYN = 2;
export const RST = 4;
const PSH = 8;
export const ACK = 16;

/** Flags of the packet that opens a TCP connection. */
export const FIRST_FLAGS: readonly number[] = [SYN];
/** Flags a server answers with. */
export const REPLY_FLAGS: readonly number[] = [SYN | ACK, ACK, PSH | ACK, FIN | ACK];
/** Flags of the client once the server has answered. */
export const LATER_FLAGS: readonly number[] = [ACK, PSH | ACK, FIN | ACK];
