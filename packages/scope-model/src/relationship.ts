import type { Direction } from './direction-method.ts';

/** What is known of the contact: both sides sent, only one did, it was refused, or the other half cannot be seen there. */
export const CONTACT_STATES = ['established', 'attempted', 'denied', 'unknown'] as const;

export type ContactState = (typeof CONTACT_STATES)[number];

/** One side of a relationship whose direction is not known. */
export interface RelationshipEndpoint {
  readonly address: string;
  /** Null for protocols without ports, and for the 'many ports' of folded conversations. */
  readonly port: number | null;
}

/**
 * Who talks to whom over which service. With a decided direction `client` and `server` are set and `port` is the server's;
 * otherwise both are null and `endpoints` holds the two sides in address order (peers and undecided ones).
 * `port` is null for protocols without ports, and where peers use different ones. Times are milliseconds since 1970 UTC.
 *
 * Counters. A conversation is a pair of endpoints with a protocol; `flows` counts conversations, however many records,
 * halves or pieces they were exported in; `packets` and `octets` are those of both halves together, as exported (not
 * multiplied by a sampling rate). Several observers of a conversation have counted the same packets, so of each
 * conversation the largest observer's counts stand; conversations are added.
 */
export interface Relationship {
  readonly client: string | null;
  readonly server: string | null;
  readonly endpoints: readonly [RelationshipEndpoint, RelationshipEndpoint] | null;
  readonly protocol: number;
  readonly port: number | null;
  readonly direction: Direction;
  readonly state: ContactState;
  /** An exporter that sees a conversation again adds an observer, not traffic. */
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  readonly first: number;
  readonly last: number;
  /** Canonical addresses of the exporters that saw it, sorted. */
  readonly observers: readonly string[];
}
