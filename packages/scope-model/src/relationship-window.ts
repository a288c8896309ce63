import type { LearnedEndpoint } from './endpoint/endpoint-knowledge.ts';
import type { Relationship } from './relationship.ts';
import type { RelationshipColumns } from './relationship-columns.ts';

/** What one exporter saw of a relationship in one UTC day, by the starts of its records. */
export interface ObserverDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly exporter: string;
  /** Conversations not counted in an earlier window of the same builder. */
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  readonly first: number;
  readonly last: number;
}

/** A relationship with its split by observer and day, as a store adds it up. */
export interface ObservedRelationship extends Relationship {
  /**
   * In order of day, then exporter. Windows may be added per day and exporter; of a day the largest exporter's counts are
   * what at least was there. The relationship's own counters are exact also where exporters share the traffic or their clocks differ.
   */
  readonly days: readonly ObserverDay[];
  /** The port of the client when all its conversations used the same one; lets a reversed relationship be corrected. */
  readonly clientPort: number | null;
  /** The client (or the sender) behaves like a scanner: contacts of this kind prove no service and no need. */
  readonly scanner: boolean;
  /** ICMP type of its messages, of the request for echo and its like; null for other protocols, several types, or when not said. */
  readonly icmpType: number | null;
  /** ICMP code of errors and announcements; null as the type is, for several codes, and for requests and answers. */
  readonly icmpCode: number | null;
  /** Conversations of this window that belong to it. */
  readonly conversations: number;
  /**
   * Conversations that came to nothing (attempted or denied), counted once each however many windows see them. Less than 0 when
   * more of those that earlier windows counted were answered since.
   */
  readonly attempts: number;
  /** Conversations folded into one row with port null because there were too many undecided ones; else 0. */
  readonly folded: number;
}

/** Packets to a multicast or broadcast address: no relationship with a host, but the sender was in that segment. */
export interface SegmentEvidence {
  readonly sender: string;
  readonly destination: string;
  /** `local` never leaves the sender's segment (224.0.0.x, ff02::, 255.255.255.255); `routed` multicast may. */
  readonly reach: 'local' | 'routed';
  readonly protocol: number;
  readonly port: number | null;
  readonly exporter: string;
  readonly packets: number;
  readonly octets: number;
  readonly first: number;
  readonly last: number;
}

/**
 * An earlier answer of the same builder that later records or knowledge changed: take the counters of `before` from the
 * relationship of its identity and add them, as `after`, to the other. Both are of one conversation.
 */
export interface Correction {
  readonly before: ObservedRelationship;
  readonly after: ObservedRelationship;
}

/** Records that became no relationship, by reason, and what was merged. All but `flows` and `duplicate` are what the map does not show. */
export interface WindowCounters {
  readonly flows: number;
  /** Records whose every part was already there (same exporter, endpoints, times and counts). */
  readonly duplicate: number;
  readonly withoutAddress: number;
  readonly withoutProtocol: number;
  /** To a multicast or broadcast address; kept as segment evidence. */
  readonly toGroup: number;
  /** From a group, or from or to the unspecified address. */
  readonly unusable: number;
  /** A record of zero packets and zero octets in both directions (and no event). */
  readonly empty: number;
  /** Segment evidence beyond its bound: counted, not kept. */
  readonly segmentEvidenceDropped: number;
}

export interface RelationshipWindow {
  /** Decided, peers and undecided, in a fixed order (client/first endpoint, server/second, protocol, port). */
  readonly relationships: readonly ObservedRelationship[];
  /** The same in columns, where the window was just made: `relationships` are then made of it when somebody asks for them. */
  readonly columns?: RelationshipColumns;
  readonly corrections: readonly Correction[];
  readonly segmentEvidence: readonly SegmentEvidence[];
  readonly counters: WindowCounters;
  /** Endpoints that this window taught; already in the builder's knowledge. */
  readonly learned: readonly LearnedEndpoint[];
  /** Addresses that behaved like scanners, sorted. */
  readonly scanners: readonly string[];
}
