import type { ExportDatagram } from '@scopemap/flow-codec';

/** Where datagrams come from: a ring that wakes its reader. */
export interface DatagramSource {
  next(): ExportDatagram | null;
  sleep(): boolean;
}

/** Milliseconds of decoding after which timers and the database get their turn; the sockets have a thread of their own. */
const SLICE_MS = 10;

/** Datagrams between two looks at the clock. */
const LOOK_EVERY = 32;

/** Takes datagrams out of the ring while there are some, in slices, and sleeps when there are none. */
export class DecodeLoop {
  readonly #source: DatagramSource;
  readonly #take: (datagram: ExportDatagram) => void;
  #slice: NodeJS.Immediate | undefined;

  /** `take` must be done with the payload when it returns. */
  constructor(source: DatagramSource, take: (datagram: ExportDatagram) => void) {
    this.#source = source;
    this.#take = take;
  }

  /** There may be something to read. */
  wake(): void {
    this.#slice ??= setImmediate(this.#run);
  }

  /** Takes all that is in the ring now, without a pause. */
  finish(): void {
    clearImmediate(this.#slice);
    for (let datagram = this.#source.next(); datagram; datagram = this.#source.next()) this.#take(datagram);
  }

  readonly #run = (): void => {
    this.#slice = undefined;
    const until = performance.now() + SLICE_MS;
    for (let taken = 1; ; taken++) {
      const datagram = this.#source.next();
      if (datagram) this.#take(datagram);
      else if (this.#source.sleep()) return;
      if (taken % LOOK_EVERY === 0 && performance.now() >= until) break;
    }
    this.wake();
  };
}
