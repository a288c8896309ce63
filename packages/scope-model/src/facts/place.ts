/** A zone, or one segment of it. Zones and segments have separate ids. */
export interface PlaceRef {
  readonly kind: 'zone' | 'segment';
  readonly id: string;
}

/** A named part of the network. A zone without segments of its own counts as one segment. */
export interface ZoneFact {
  readonly id: string;
  readonly name: string;
  /** Canonical CIDR texts; an address belongs to the place with the longest prefix. */
  readonly prefixes: readonly string[];
}

/** One subnet or VLAN: who is in it can reach its neighbours without crossing a control (SSC guidance C2). */
export interface SegmentFact {
  readonly id: string;
  readonly name: string;
  /** Zone id; null when it belongs to none. */
  readonly zone: string | null;
  readonly prefixes: readonly string[];
  readonly vlan: number | null;
  readonly wireless: boolean;
}

/** The asset was seen in the segment by something that does not cross routers: link-local multicast or broadcast, ARP, a port. */
export interface SegmentSighting {
  readonly id: string;
  readonly asset: string;
  readonly place: PlaceRef;
  readonly first: number;
  readonly last: number;
  /** What showed it: `LLMNR to 224.0.0.252`. */
  readonly basis: string;
}
