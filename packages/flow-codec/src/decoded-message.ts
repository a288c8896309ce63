import type { DecodeProblem } from './decode-problem.ts';
import type { FlowRecord } from './flow-record.ts';
import type { SequenceOutcome } from './sequence-tracker.ts';

/** One flow record and where it stood. */
export interface DecodedRecord {
  /** Position of the set in its datagram and of the record in the set, both from 1. */
  readonly set: number;
  readonly record: number;
  /** When the datagram that held the record arrived, milliseconds since 1970 UTC. */
  readonly receivedAt: number;
  /** Number of the datagram that held the record, as the caller gave it; null when it gave none. */
  readonly packet: number | null;
  /** True when the record waited for its template; `set`, `record` and `receivedAt` are then those of its own datagram. */
  readonly late: boolean;
  readonly flow: FlowRecord;
}

/** One field of an options data record, as sent. In v9 the element of a scope field is a scope type (RFC 3954 6.1). */
export interface OptionsField {
  readonly enterprise: number;
  readonly element: number;
  readonly value: Uint8Array;
}

/** One options data record: facts about the exporter, not about traffic. */
export interface OptionsRecord {
  readonly set: number;
  readonly record: number;
  readonly receivedAt: number;
  readonly late: boolean;
  readonly version: 9 | 10;
  readonly exporter: string;
  readonly domain: number;
  readonly templateId: number;
  readonly scope: readonly OptionsField[];
  readonly fields: readonly OptionsField[];
}

/** What the header of a datagram says and how it was received; the values are null when the header could not be read. */
export interface MessageSummary {
  readonly version: number | null;
  /** Observation domain id (IPFIX), source id (v9), engine type * 256 + engine id (v5, v7), 0 (v1). */
  readonly domain: number | null;
  readonly sequence: number | null;
  /** Export time, milliseconds since 1970 UTC. */
  readonly exportTime: number | null;
  readonly problems: readonly DecodeProblem[];
  /** How the datagram fits into its sequence; null when the version has none or the header could not be read. */
  readonly sequenceOutcome: SequenceOutcome | null;
}

/** Everything that one datagram brought, with the records of earlier sets whose template it carried. */
export interface DecodedMessage extends MessageSummary {
  readonly records: readonly DecodedRecord[];
  readonly options: readonly OptionsRecord[];
}
