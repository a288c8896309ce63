/** What a window holds so far. */
interface WindowContents {
  readonly conversations: number;
  readonly records: number;
  readonly storedFlows: number;
}

export interface WindowLimits {
  /** Halves of conversations, or what takes as much memory. */
  readonly maxConversations: number;
  readonly maxRecords: number;
  /** Flows that are kept one by one. */
  readonly maxFlows: number;
}

/** A window takes this many times longer than the end of the one before took, so that ending them leaves time for traffic. */
const WINDOW_TO_COST = 10;
/** But not longer than this: traffic is to be on the map within five seconds. */
const LONGEST_WINDOW_MS = 3_000;

/** Says when a window is to end: by its contents, and by the clock as far as ending it leaves time for traffic. */
export class WindowPace {
  readonly #limits: WindowLimits;
  readonly #windowMs: number;
  /** Earliest end of the present window by the clock; a full one does not wait. */
  #notBefore = 0;

  constructor(windowMs: number, limits: WindowLimits) {
    this.#windowMs = windowMs;
    this.#limits = limits;
  }

  /** Whether it must end now, or memory is at stake. */
  isFull({ conversations, records, storedFlows }: WindowContents): boolean {
    const { maxConversations, maxRecords, maxFlows } = this.#limits;
    return conversations >= maxConversations || records >= maxRecords || storedFlows >= maxFlows;
  }

  /** Whether it may end at `now`, in milliseconds of a clock that only goes forward; asked once in every `windowMs`. */
  isOver(now: number): boolean {
    return now >= this.#notBefore;
  }

  /** Ending the window before took from `begun` to `ended`. */
  noteEnd(begun: number, ended: number): void {
    this.#notBefore = ended + Math.min((ended - begun) * WINDOW_TO_COST, LONGEST_WINDOW_MS) - this.#windowMs;
  }
}
