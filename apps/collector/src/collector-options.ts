import type { DatabaseServer } from '@scopemap/database';
import type { ReceivePath } from './receive/receive-options.ts';

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
  /** How datagrams are read. */
  readonly receive?: ReceivePath;
  /** Addresses and prefixes that may send; none for everybody. */
  readonly exporters?: readonly string[];
  /** Senders that are read without a list of exporters and without anybody having admitted them; further ones wait for that. */
  readonly maxLearnedExporters?: number;
  /** Octets that may wait for decoding. */
  readonly queueOctets?: number;
  /** An exporter that sends nothing for so long has fallen silent, milliseconds. */
  readonly silentAfterMs?: number;
  /** TCP port for metrics and health; 0 for any free one, null for none. */
  readonly metricsPort?: number | null;
  /** Address to serve them on. They are not protected: leave it at the loopback. */
  readonly metricsAddress?: string;
  /** Halves of conversations, records, and flows stored one by one, after which a window ends early. */
  readonly maxConversations?: number;
  readonly maxRecords?: number;
  readonly maxFlows?: number;
  /** Folder in which windows wait for the database, so that they survive a crash; null keeps them in memory. */
  readonly spoolFolder?: string | null;
  /** Octets that it may hold. */
  readonly maxSpoolOctets?: number;
  /** Rows of windows that may wait in memory: those that are not on disk. */
  readonly maxWaitingRows?: number;
  /** Relationships that may be new within 24 hours; above that, so many of each exporter. Those stored already are never refused. */
  readonly maxNewRelationships?: number;
  readonly maxNewRelationshipsOfExporter?: number;
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
  receive: 'auto',
  exporters: [],
  maxLearnedExporters: 500,
  queueOctets: 128 * 1024 * 1024,
  silentAfterMs: 600_000,
  metricsPort: null,
  metricsAddress: '127.0.0.1',
  maxConversations: 240_000,
  maxRecords: 5_000_000,
  maxFlows: 200_000,
  spoolFolder: null,
  maxSpoolOctets: 8 * 1024 ** 3,
  maxWaitingRows: 500_000,
  maxNewRelationships: 2_000_000,
  maxNewRelationshipsOfExporter: 200_000,
  drainMs: 4_000,
} as const satisfies Omit<Required<CollectorOptions>, 'database'>;
