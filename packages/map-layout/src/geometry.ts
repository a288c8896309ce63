import type { BundleStatus, Glyph, Lane } from './map-input.ts';

/** `zones`: boxes with counts and flagged names. `hosts`: the same boxes with one glyph per host. */
export type Level = 'zones' | 'hosts';

export interface LayoutOptions {
  readonly level: Level;
  /**
   * What an earlier layout of either level returned as `stored`. Without it everything is arranged anew ("Tidy"). Persist
   * only what came from the whole network: a filtered picture may use a stored layout, but knows too little to be one.
   */
  readonly stored?: StoredLayout;
}

/** All lengths are CSS pixels at zoom 1; x grows to the right, y downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x`, `y` is the upper left corner. */
export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Text already cut to the room it has. `x` is where `anchor` says, `y` the baseline. Font: Inter. */
export interface PlacedText extends Point {
  readonly text: string;
  readonly size: number;
  readonly weight: 'regular' | 'bold';
  readonly anchor: 'start' | 'middle' | 'end';
  /** Measured width of `text`. */
  readonly width: number;
}

export interface LaneGeometry {
  readonly lane: Lane;
  readonly rect: Rect;
  /** An empty lane is a narrow strip; its title is turned by -90 degrees about (title.x, title.y) and it has no subtitle. */
  readonly collapsed: boolean;
  readonly title: PlacedText;
  readonly subtitle?: PlacedText;
  readonly hostCount: number;
}

/** The dashed line between what is in scope, or not shown to be out of it, and what is out. */
export interface BoundaryGeometry {
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  readonly inScope: PlacedText;
  readonly outOfScope: PlacedText;
}

/** One flagged host named in the fixed row under a zone header, with `✕` or `?` before its name. */
export interface StripItem {
  readonly host: string;
  readonly status: BundleStatus;
  readonly text: PlacedText;
}

export interface ZoneGeometry {
  /** The zone's id, or `folded:<lane>` for the box that stands for the zones not drawn open. */
  readonly id: string;
  readonly lane: Lane;
  readonly name: string;
  readonly rect: Rect;
  readonly glyph: Glyph;
  /** Centre of the letter badge in the header. */
  readonly badge: Point;
  readonly title: PlacedText;
  /** Count and prefixes. */
  readonly caption: PlacedText;
  /** Border drawn dashed: external and undetermined zones. */
  readonly dashed: boolean;
  /** Worst status of its hosts and of bundles that start or end here. */
  readonly status: BundleStatus;
  readonly strip: readonly StripItem[];
  /** Flagged hosts for which the strip had no room: `+3`. */
  readonly stripMore?: PlacedText;
  /** What the box holds but does not draw: `+12 systems · 5 bundles inside`. */
  readonly footer?: PlacedText;
  readonly hostCount: number;
  /** Hosts without a glyph where the box draws glyphs, else 0. */
  readonly hiddenHosts: number;
  /** Bundles with both ends in this box that are not drawn as a line. */
  readonly insideBundles: readonly string[];
  /** Zones the box stands for: itself, or all folded ones. */
  readonly zones: readonly string[];
}

export interface HostGeometry extends Point {
  readonly id: string;
  readonly zone: string;
  readonly radius: number;
  readonly glyph: Glyph;
  readonly server: boolean;
  readonly status: BundleStatus;
  readonly label?: PlacedText;
}

/** The place of a host that the stored layout knows and the input does not: a hollow outline until "Tidy". */
export interface GhostGeometry extends Point {
  readonly id: string;
  readonly zone: string;
  readonly radius: number;
}

export type Side = 'left' | 'right';

/** A service, drawn on the border of the box that offers it. It reaches 4 px over the border. */
export interface ChipGeometry {
  readonly id: string;
  readonly zone: string;
  readonly side: Side;
  readonly rect: Rect;
  readonly text: PlacedText;
  readonly status: BundleStatus;
  readonly infrastructure: boolean;
  /** More than one for `3 other services`. */
  readonly services: readonly string[];
  readonly bundles: readonly string[];
}

export interface EdgeLabel {
  /** Plate of background colour under the text. */
  readonly rect: Rect;
  readonly text: PlacedText;
}

export interface EdgeGeometry {
  /** The bundle's id; for merged lines `pair:<status>:<source box>><target box>`. */
  readonly id: string;
  /** Bundles this line stands for. */
  readonly bundles: readonly string[];
  /** Ids in `zones` (the folded box where the zone is folded). */
  readonly source: string;
  readonly target: string;
  /** Id in `chips`; absent when the direction is unknown (both ends are dots). */
  readonly chip?: string;
  /** Absolute way points, source border first; neighbours share x or y. Draw corners with radius 9 or half the shorter segment. */
  readonly points: readonly Point[];
  readonly status: BundleStatus;
  readonly infrastructure: boolean;
  readonly directed: boolean;
  readonly width: number;
  readonly dashed: boolean;
  readonly pairs: number;
  readonly label?: EdgeLabel;
}

/** Everything the picture leaves out, for the banner. */
export interface Omitted {
  /** Zones folded into `+n zones`. */
  readonly zones: number;
  /** Hosts counted in a drawn box but without a glyph of their own (0 at level `zones`). */
  readonly hosts: number;
  /** Approved and ordinary bundles between two boxes without a line. */
  readonly bundles: number;
  /** Approved and ordinary bundles inside one box, counted on it. */
  readonly insideBundles: number;
  /** Bundles whose zone is not in the input: a fault of the caller, never silent. */
  readonly unknownZoneBundles: number;
  /** Hosts whose zone is not in the input. */
  readonly unknownZoneHosts: number;
}

export interface MapGeometry {
  readonly level: Level;
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly LaneGeometry[];
  readonly boundary: BoundaryGeometry;
  readonly zones: readonly ZoneGeometry[];
  readonly hosts: readonly HostGeometry[];
  readonly ghosts: readonly GhostGeometry[];
  readonly chips: readonly ChipGeometry[];
  /** In drawing order: approved first, violations last (on top). */
  readonly edges: readonly EdgeGeometry[];
  readonly omitted: Omitted;
  /** Persist it and pass it to the next layout: then nothing that was drawn moves. Plain JSON. */
  readonly stored: StoredLayout;
}

/** How a box was arranged when its hosts were first drawn. */
export interface StoredBody {
  /** Grown in quanta. */
  readonly height: number;
  /** Names beside the glyphs, or glyphs only. */
  readonly kind: 'list' | 'grid';
  readonly columns: number;
  readonly rows: number;
  /** Sides with a chip column of their own; the other sides have one chip place in the bottom band. */
  readonly chipColumns: readonly Side[];
  /** Host id per slot; never reordered. */
  readonly slots: readonly string[];
}

export interface StoredZone {
  readonly id: string;
  /** False: folded into `+n zones`. */
  readonly open: boolean;
  /** Height at level `zones`, once drawn there. */
  readonly zonesHeight?: number;
  /** Arrangement at level `hosts`, once drawn there. */
  readonly body?: StoredBody;
}

export interface StoredLevel {
  /** Width of the gutter right of each lane. */
  readonly gutters: readonly number[];
  /** Height of each corridor: lane -> box id below it (`(end)` for the last) -> pixels. */
  readonly corridors: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Opaque to callers; plain JSON so that it can be stored as it is. */
export interface StoredLayout {
  readonly version: 2;
  /** Zones per lane, top to bottom. */
  readonly lanes: Readonly<Record<Lane, readonly StoredZone[]>>;
  /** Which corridor a line takes: edge id -> lane -> box id below the corridor, or `(end)`. */
  readonly routes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly levels: Readonly<Partial<Record<Level, StoredLevel>>>;
}
