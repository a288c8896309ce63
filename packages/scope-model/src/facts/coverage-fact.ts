import type { PlaceRef } from './place.ts';

/** What is known of an exporter over the period. Fractions are 0 to 1; null: not measured, which never counts as good. */
export interface ExporterFact {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly sampling: 'none' | 'sampled' | 'unknown';
  /** One packet in so many; null when not sampled or not known. */
  readonly samplingInterval: number | null;
  /** Minutes with data per minute of the period. */
  readonly uptime: number | null;
  readonly sequenceLoss: number | null;
  /** Share of sets that could not be decoded. */
  readonly undecodable: number | null;
  /** Largest difference between its clock and ours, in seconds, without sign. */
  readonly skewSeconds: number | null;
}

/** Who watches what passes between two places. A pair that no fact names is not watched. */
export interface BoundaryFact {
  readonly id: string;
  readonly between: readonly [PlaceRef, PlaceRef];
  /** Ids of the exporters that see it. */
  readonly exporters: readonly string[];
  /** Every control that separates the two is among the exporters, or each of its paths is watched by one of them. */
  readonly everyPath: boolean;
  /** Both halves of conversations are seen there. */
  readonly directions: 'both' | 'one' | 'unknown';
}

/** Something rare that an honest window includes: month end, patch night, a restore exercise. */
export interface CalendarEventFact {
  readonly id: string;
  readonly name: string;
  readonly occurrences: readonly number[];
}
