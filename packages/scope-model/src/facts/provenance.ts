/** Who says so, since when, why, on what ground, and until when. Every statement of a person carries it. */
export interface Provenance {
  readonly author: string;
  /** Milliseconds since 1970 UTC, like every time in the facts. */
  readonly at: number;
  readonly reason: string;
  /** Ticket, document or file that shows it; null when none was given. */
  readonly evidence: string | null;
  /** The statement holds before this instant; null: until somebody withdraws it. */
  readonly until: number | null;
}
