import type { ExportDatagram } from '@scopemap/flow-codec';
import { ACCOUNT, CONTROL, FRAME, LENGTH_BITS, LENGTH_MASK, type PacketRing, RingViews, UNIT } from './packet-ring.ts';

/** The one reader of a ring. */
export class PacketRingReader {
  readonly views: RingViews;
  readonly #addresses: string[] = [];
  #written = 0;
  #read = 0;
  #dropped = new Map<string, number>();
  #refused = new Map<string, number>();

  constructor(ring: PacketRing) {
    this.views = new RingViews(ring);
  }

  /** Octets of the ring that are in use. */
  get used(): number {
    const written = Atomics.load(this.views.control, CONTROL.written) >>> 0;
    return ((written - this.#read) >>> 0) * UNIT;
  }

  /**
   * The next datagram, or null when there is none at present. Its payload lies in the ring: it is valid until the next call, which
   * gives its room back.
   */
  next(): ExportDatagram | null {
    const { control, words, doubles, octets, mask } = this.views;
    for (;;) {
      // A copy of what the writer published; looked up again only when it is used up.
      if (this.#read === this.#written) {
        this.#release();
        this.#written = Atomics.load(control, CONTROL.written) >>> 0;
        if (this.#read === this.#written) return null;
      }
      const place = this.#read & mask;
      const head = words[place * 2] as number;
      const kind = head >>> LENGTH_BITS;
      const length = head & LENGTH_MASK;
      if (kind === FRAME.datagram) {
        this.#release();
        this.#read = (this.#read + 2 + Math.ceil(length / UNIT)) >>> 0;
        const source = words[place * 2 + 1] as number;
        const from = place * UNIT + 16;
        return {
          exporter: this.#addresses[source >>> 16] as string,
          port: source & 0xffff,
          receivedAt: doubles[place + 1] as number,
          payload: octets.subarray(from, from + length),
        };
      }
      this.#read = (this.#read + this.#readOther(kind, place, length)) >>> 0;
    }
  }

  /** Takes in a frame that is no datagram; returns its length in units. */
  #readOther(kind: number, place: number, length: number): number {
    const { words, doubles, mask } = this.views;
    if (kind === FRAME.wrap) return mask + 1 - place;
    const argument = words[place * 2 + 1] as number;
    if (kind === FRAME.exporter) {
      this.#addresses[argument] = this.#text(place * UNIT + 8, length);
      return 1 + Math.ceil(length / UNIT);
    }
    const counts = argument === ACCOUNT.dropped ? this.#dropped : this.#refused;
    const address = this.#text(place * UNIT + 16, length);
    counts.set(address, (counts.get(address) ?? 0) + (doubles[place + 1] as number));
    return 2 + Math.ceil(length / UNIT);
  }

  #text(at: number, length: number): string {
    return String.fromCharCode(...this.views.octets.subarray(at, at + length));
  }

  /** Gives back the room of everything that was read before. */
  #release(): void {
    const { control } = this.views;
    if (Atomics.load(control, CONTROL.read) === (this.#read | 0)) return;
    Atomics.store(control, CONTROL.read, this.#read | 0);
  }

  /** Asks to be woken when there is something to read. False: there is something already. */
  sleep(): boolean {
    const { control } = this.views;
    this.#release();
    Atomics.store(control, CONTROL.sleeping, 1);
    if (Atomics.load(control, CONTROL.written) === (this.#read | 0)) return true;
    Atomics.store(control, CONTROL.sleeping, 0);
    return false;
  }

  /** Datagrams by exporter that found no room, since the last call. The empty name stands for exporters beyond the bound. */
  takeDropped(): ReadonlyMap<string, number> {
    const taken = this.#dropped;
    this.#dropped = new Map();
    return taken;
  }

  /** Datagrams by sender that the list of exporters does not allow, since the last call. */
  takeRefused(): ReadonlyMap<string, number> {
    const taken = this.#refused;
    this.#refused = new Map();
    return taken;
  }
}
