import type {
  ContactState,
  DirectionConfidence,
  DirectionMethod,
  ReviewStatus,
  ScopeCategory,
} from '@scopemap/scope-model';

/** One end of a relationship, as a query sees it. */
export interface FilterSide {
  /** Canonical text. */
  readonly address: string;
  readonly name: string | null;
  /** Name of its zone; null without one. */
  readonly zone: string | null;
  readonly category: ScopeCategory;
}

/** A relationship, as a query sees it. Without direction `client` and `server` are merely its two ends. */
export interface FilterRow {
  readonly client: FilterSide;
  readonly server: FilterSide;
  readonly directed: boolean;
  /** IANA number. */
  readonly protocol: number;
  /** The service's port; null for protocols without. */
  readonly port: number | null;
  /** The other end's port, when it is not known which of the two is the service. */
  readonly clientPort: number | null;
  readonly status: ReviewStatus;
  readonly state: ContactState;
  readonly method: DirectionMethod;
  readonly confidence: DirectionConfidence;
  /** An approval gives its business need. */
  readonly justified: boolean;
  readonly scanner: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  /** Names or addresses of those who saw it. */
  readonly exporters: readonly string[];
}
