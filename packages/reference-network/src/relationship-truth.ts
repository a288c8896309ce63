import type { Schedule } from './schedule.ts';

/**
 * What an observer can know of the direction.
 * - `client-server`: decidable; `client` sent the first packet to `server`:`port`. Where the port changes with every conversation
 *   (active FTP data: the server calls from port 20 to a port that the client named), each port is a relationship of its own.
 * - `peer`: both sides use the same port (NTP 123, IKE 500), or the protocol has neither ports nor questions (ESP, GRE: either
 *   gateway may begin, and packets do not tell); there is no client.
 * - `undecidable`: media between two changing ports (RTP), whose ends begin together; must be shown without a direction.
 * - `portless`: ICMP; `client` is who asked.
 * - `multicast`: `server` is a group address and never a host.
 */
export type RelationshipKind = 'client-server' | 'peer' | 'undecidable' | 'portless' | 'multicast';

/**
 * - `established`: both sides sent.
 * - `attempted`: a SYN without answer, or answered by a reset (see `answer`).
 * - `one-way`: datagrams that want no answer (syslog, flow export, multicast); flows alone cannot tell them from attempts.
 */
export type TruthState = 'established' | 'attempted' | 'one-way';

/** Typical size of one conversation; each one varies around it by a seeded factor of 0.6 to 1.6. */
export interface TrafficShape {
  readonly clientPackets: number;
  readonly clientOctets: number;
  readonly serverPackets: number;
  readonly serverOctets: number;
  readonly seconds: number;
}

/** One thing that is true of the invented network, whether or not anybody observes it. */
export interface RelationshipTruth {
  /** Unique: `client>server/protocol/port`, with `(v6)` for the IPv6 twin. */
  readonly id: string;
  readonly kind: RelationshipKind;
  /** Host name, or the address text of a system that is not in the inventory. */
  readonly client: string;
  readonly clientAddress: string;
  readonly server: string;
  readonly serverAddress: string;
  /** IANA protocol number. */
  readonly protocol: number;
  /** The server's port; null without ports, and where it changes with every conversation. */
  readonly port: number | null;
  /** The client's port where it is fixed; null: an ephemeral one per conversation (or none at all). */
  readonly clientPort: number | null;
  readonly state: TruthState;
  /** What came back. */
  readonly answer: 'data' | 'reset' | 'none';
  /** Cumulative TCP flags of each half; 0 for other protocols and for a half that does not exist. */
  readonly clientFlags: number;
  readonly serverFlags: number;
  /** Type and code of the client's ICMP message. */
  readonly icmp: { readonly type: number; readonly code: number; readonly replyType: number } | null;
  /** Null only for translations: they happen when their originals do. */
  readonly schedule: Schedule | null;
  readonly traffic: TrafficShape;
  /** Names of the exporters that see it. */
  readonly observers: readonly string[];
  /** Address that a NAT gateway puts in the client's place on the outside; null without NAT. */
  readonly translatedTo: string | null;
  /** Ids of the relationships whose outside view this is; empty for ordinary ones. */
  readonly translationOf: readonly string[];
  /** Id of the planted trap it belongs to. */
  readonly trap: string | null;
}
