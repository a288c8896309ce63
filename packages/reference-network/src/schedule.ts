/** When a relationship is used. Hours are UTC; `perDay` is at scale 1. Everything but `once` depends on absolute time only. */
export type Schedule =
  /** Monday to Friday in office hours. */
  | { readonly kind: 'business'; readonly perDay: number }
  /** Every day in the stores' opening hours. */
  | { readonly kind: 'store'; readonly perDay: number }
  /** Day and night. */
  | { readonly kind: 'continuous'; readonly perDay: number }
  | { readonly kind: 'hourly' }
  /** Every day at a fixed hour. */
  | { readonly kind: 'nightly'; readonly hour: number }
  /** `weekday` 0 is Sunday. */
  | { readonly kind: 'weekly'; readonly weekday: number; readonly hour: number }
  /** On the last day of the month, with a correction run on the third. */
  | { readonly kind: 'month-end'; readonly hour: number }
  /** A single time, so many days before the period's end. */
  | { readonly kind: 'once'; readonly daysBeforeEnd: number };

/** A period [end - days, end). */
export interface ReferencePeriod {
  /** Milliseconds since 1970 UTC. */
  readonly end: number;
  readonly days: number;
  /** Multiplies the number of ordinary conversations; rare jobs always stay. Default 1. */
  readonly scale?: number;
}
