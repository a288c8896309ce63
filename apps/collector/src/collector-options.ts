import type { DatabaseServer } from '@scopemap/database';

/** All that a collector needs; plain data, so that it can be handed to a worker thread. */
export interface CollectorOptions {
  readonly database: DatabaseServer;
  /** UDP ports; each takes NetFlow v5, v9 and IPFIX. 0 for any free one. */
  readonly ports?: readonly number[];
  /** Addresses to bind; none for all of this machine, IPv6 and IPv4. */
  readonly addresses?: readonly string[];
  /** Time between two windows, milliseconds. */
  readonly windowMs?: number;
  /** Days that normalised flows are kept; 0 stores none. Relationships are kept in any case. */
  readonly flowDays?: number;
  /** Octets of the kernel's receive buffer per socket. */
  readonly receiveBuffer?: number;
  /** Datagrams and octets that may wait for decoding. */
  readonly queueDatagrams?: number;
  readonly queueOctets?: number;
  /** Conversations and records after which a window ends early. */
  readonly maxConversations?: number;
  readonly maxRecords?: number;
  /** Rows that may wait for the database. */
  readonly maxWaitingRows?: number;
  /** Time for a last write when the collector stops, milliseconds. */
  readonly drainMs?: number;
}

export const COLLECTOR_DEFAULTS = {
  /** The usual port of NetFlow and the registered one of IPFIX (RFC 7011 10.3.4). */
  ports: [2055, 4739],
  addresses: [],
  windowMs: 1_000,
  flowDays: 30,
  receiveBuffer: 32 * 1024 * 1024,
  queueDatagrams: 200_000,
  queueOctets: 128 * 1024 * 1024,
  maxConversations: 100_000,
  maxRecords: 200_000,
  maxWaitingRows: 500_000,
  drainMs: 4_000,
} as const satisfies Omit<Required<CollectorOptions>, 'database'>;
