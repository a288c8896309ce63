import type { ExportDatagram } from '@scopemap/flow-codec';

/** Where datagrams come from: a ring that wakes its reader. */
export interface DatagramSource {
  next(): ExportDatagram | null;
  sleep(): boolean;
  /** Octets that wait. */
  readonly backlog: number;
}

/** Milliseconds of decoding after which timers and the database get their turn; the sockets have a thread of their own. */
const SLICE_MS = 10;
/** A slice is a millisecond longer for so many octets that wait: what falls behind must not get less than what writes windows. */
const OCTETS_PER_MS = 512 * 1024;

/**
 * When the ring is empty the next look is taken after this time, milliseconds, as long as there is traffic. Being woken for
 * every datagram costs a message and a change of threads each time.
 */
const GATHER_MS = 2;

/** Datagrams between two looks at the clock. */
const LOOK_EVERY = 32;

/** Takes datagrams out of the ring while there are some, in slices, and sleeps when there are none. */
export class DecodeLoop {
  readonly #source: DatagramSource;
  readonly #take: (datagram: ExportDatagram) => void;
  #slice: NodeJS.Immediate | undefined;
  #pause: NodeJS.Timeout | undefined;

  /** `take` must be done with the payload when it returns. */
  constructor(source: DatagramSource, take: (datagram: ExportDatagram) => void) {
    this.#source = source;
    this.#take = take;
  }

  /** There may be something to read. */
  wake(): void {
    if (this.#pause === undefined) this.#slice ??= setImmediate(this.#run);
  }

  /** Takes all that is in the ring now, without a pause. */
  finish(): void {
    clearImmediate(this.#slice);
    clearTimeout(this.#pause);
    for (let datagram = this.#source.next(); datagram; datagram = this.#source.next()) this.#take(datagram);
  }

  readonly #run = (): void => {
    this.#slice = undefined;
    this.#pause = undefined;
    const until = performance.now() + SLICE_MS + this.#source.backlog / OCTETS_PER_MS;
    for (let taken = 0; ; ) {
      const datagram = this.#source.next();
      if (datagram) {
        this.#take(datagram);
        if (++taken % LOOK_EVERY === 0 && performance.now() >= until) break;
      } else if (taken > 0) {
        this.#pause = setTimeout(this.#run, GATHER_MS);
        return;
      } else if (this.#source.sleep()) return;
    }
    this.wake();
  };
}
