/** What the map draws, independent of where it came from. Ids are opaque and stable over time. */
export interface MapInput {
  readonly zones: readonly MapZone[];
  readonly hosts: readonly MapHost[];
  readonly bundles: readonly MapBundle[];
}

/** Distance from account data, left to right. What is undetermined counts as in scope, and so stands inside the boundary. */
export const LANES = ['cde', 'connected', 'undetermined', 'out-of-scope', 'external'] as const;

export type Lane = (typeof LANES)[number];

/** The glyph of a zone or host: C, N, S, O, X and the unclassified diamond. */
export const GLYPHS = ['cde', 'connected', 'security', 'out-of-scope', 'external', 'undetermined'] as const;

export type Glyph = (typeof GLYPHS)[number];

export type BundleStatus = 'violation' | 'unreviewed' | 'approved' | 'ordinary';

export interface MapZone {
  readonly id: string;
  readonly name: string;
  /** Prefixes as shown in the header, e.g. `10.10.1.0/26`. */
  readonly caption: string;
  readonly lane: Lane;
  readonly glyph: Glyph;
  /** Hosts in the zone, also those not listed in `hosts`. */
  readonly hostCount: number;
}

export interface MapHost {
  readonly id: string;
  readonly zone: string;
  readonly label: string;
  readonly glyph: Glyph;
  /** Offers at least one service. */
  readonly server: boolean;
  /** Worst status of its relations; flagged hosts (violation, unreviewed) are named even in a glyph grid. */
  readonly status: BundleStatus;
}

/** All relations of one zone pair with the same service and review status: one line on the map. */
export interface MapBundle {
  readonly id: string;
  readonly sourceZone: string;
  readonly targetZone: string;
  /** `443/tcp https`, or `infra · 7 svcs`. */
  readonly service: string;
  readonly status: BundleStatus;
  readonly infrastructure: boolean;
  /** False for peers and undecided direction: drawn without an arrow head. */
  readonly directed: boolean;
  /** Distinct host pairs. */
  readonly pairs: number;
  readonly sourceHosts: readonly string[];
  readonly targetHosts: readonly string[];
}
