/** Flow times further than this from the time of receipt are the mark of a clock that is wrong. */
const LATEST_AFTER_RECEIPT_MS = 3_600_000;
const EARLIEST_BEFORE_RECEIPT_MS = 7 * 86_400_000;

const LONGEST_FLOW_MS = 7 * 86_400_000;

const MAX_EXPORTERS = 10_000;

/** Milliseconds since 1970 UTC; NaN where the record has none. */
export interface FlowTimes {
  start: number;
  end: number;
}

function isPlausible(time: number, receivedAt: number): boolean {
  return time <= receivedAt + LATEST_AFTER_RECEIPT_MS && time >= receivedAt - EARLIEST_BEFORE_RECEIPT_MS;
}

/** True unless the start is after the end, or a week before it. */
function isLength(start: number, end: number): boolean {
  return !(start > end || start < end - LONGEST_FLOW_MS);
}

/**
 * Places flows in time. An exporter's clock is believed unless it is out by more than an hour into the future or a week into
 * the past; then its flows are moved by one constant per exporter, so that their order and length stay what they were. A flow of
 * a router without a clock must not vanish into 1970. A start after the end, or a week before it, is no time at all: the end stands
 * for it (exporters send flows again at least once a week).
 */
export class ExporterClock {
  readonly #offsets = new Map<string, number>();

  /** True when {@link correct} would leave the times of all records as they are; NaN where a record has none. */
  believes(start: Float64Array, end: Float64Array, rows: number, receivedAt: number): boolean {
    for (let row = 0; row < rows; row++) {
      const begin = start[row] as number;
      const last = end[row] as number;
      const known = Number.isNaN(last) ? begin : last;
      if (!Number.isNaN(known) && !(isPlausible(known, receivedAt) && isLength(begin, known))) return false;
    }
    return true;
  }

  /** Corrects the times where the exporter's clock is not to be believed; true when it did. */
  correct(times: FlowTimes, exporter: string, receivedAt: number): boolean {
    const { start, end } = times;
    const known = Number.isNaN(end) ? start : end;
    // Nearly all records: nothing to correct, or no times at all.
    if (Number.isNaN(known) || (isPlausible(known, receivedAt) && isLength(start, known))) return false;
    const offset = this.#offsetOf(exporter, known, receivedAt);
    if (!Number.isNaN(start)) times.start = isLength(start, known) ? start + offset : known + offset;
    if (!Number.isNaN(end)) times.end = end + offset;
    return true;
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
