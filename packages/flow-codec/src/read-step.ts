import type { ColumnName } from './flow-columns.ts';

/**
 * Where a value lies in a record. A record is a row of segments of fixed length with a variable-length field between
 * each two. `variable`: the value is the variable-length field behind the segment; `offset` and `length` are then 0.
 */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
  readonly variable: boolean;
}

export interface UnsignedStep {
  readonly kind: 'unsigned';
  readonly column: ColumnName;
  readonly place: Place;
  /** A second place whose bits are put over the first: flags told in two fields, or ICMP of either family. */
  readonly or?: Place;
}

export interface AddressStep {
  readonly kind: 'address4' | 'address6';
  readonly column: ColumnName;
  readonly place: Place;
}

export interface TimeStep {
  /** Seconds; NTP format; microseconds before the export time; milliseconds since the exporter started. */
  readonly kind: 'seconds' | 'ntp' | 'before' | 'uptime';
  readonly column: ColumnName;
  readonly place: Place;
  /** Only for `uptime`: where the record itself tells when the exporter started. */
  readonly boot?: Place;
}

export interface ConstantStep {
  readonly kind: 'constant';
  readonly column: 'ipVersion';
  readonly value: 4 | 6;
}

/** Both families in one template: element 60 tells which one the record uses, else it is IPv4 unless its addresses are 0. */
export interface FamilyStep {
  readonly kind: 'family';
  readonly column: 'ipVersion';
  readonly place?: Place;
  readonly src4: boolean;
  readonly dst4: boolean;
}

/** Place and length of a sampled frame. */
export interface FrameStep {
  readonly kind: 'frame';
  readonly column: 'frameOffset';
  readonly place: Place;
  readonly element: number;
}

/** One value to be written into one column. */
export type ReadStep = UnsignedStep | AddressStep | TimeStep | ConstantStep | FamilyStep | FrameStep;
