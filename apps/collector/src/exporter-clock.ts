/** Flow times further than this from the time of receipt are the mark of a clock that is wrong. */
const LATEST_AFTER_RECEIPT_MS = 3_600_000;
const EARLIEST_BEFORE_RECEIPT_MS = 7 * 86_400_000;

const LONGEST_FLOW_MS = 7 * 86_400_000;

const MAX_EXPORTERS = 10_000;

export interface FlowTimes {
  readonly start: number | null;
  readonly end: number | null;
}

function isPlausible(time: number, receivedAt: number): boolean {
  return time <= receivedAt + LATEST_AFTER_RECEIPT_MS && time >= receivedAt - EARLIEST_BEFORE_RECEIPT_MS;
}

/**
 * Places flows in time. An exporter's clock is believed unless it is out by more than an hour into the future or a week into
 * the past; then its flows are moved by one constant per exporter, so that their order and length stay what they were. A flow of
 * a router without a clock must not vanish into 1970. A start after the end, or a week before it, is no time at all: the end stands
 * for it (exporters send flows again at least once a week).
 */
export class ExporterClock {
  readonly #offsets = new Map<string, number>();

  /** `corrected` tells that the exporter's times were not believed. Those that the record does not have stay null. */
  place(exporter: string, { start, end }: FlowTimes, receivedAt: number): FlowTimes & { readonly corrected: boolean } {
    const known = end ?? start;
    if (known === null) return { start, end, corrected: false };
    const offset = this.#offsetOf(exporter, known, receivedAt);
    const isLength = start === null || (start <= known && start >= known - LONGEST_FLOW_MS);
    const corrected = offset !== 0 || !isLength;
    const placed = known + offset;
    return {
      start: start === null ? null : isLength ? start + offset : placed,
      end: end === null ? null : placed,
      corrected,
    };
  }

  #offsetOf(exporter: string, time: number, receivedAt: number): number {
    if (isPlausible(time, receivedAt)) return 0;
    const known = this.#offsets.get(exporter);
    if (known !== undefined && isPlausible(time + known, receivedAt)) return known;
    if (this.#offsets.size >= MAX_EXPORTERS) this.#offsets.clear();
    const offset = receivedAt - time;
    this.#offsets.set(exporter, offset);
    return offset;
  }
}
