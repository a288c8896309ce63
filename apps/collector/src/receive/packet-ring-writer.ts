import { CONTROL, FRAME, LENGTH_BITS, type PacketRing, RingViews, UNIT } from './packet-ring.ts';

/**
 * A ring that the reader has emptied is written from its beginning again once it has grown past this share, so that a reader that
 * keeps up costs memory little. Until the reader has gone along there is room for no more than this: it must do for the time
 * that the end of a window takes.
 */
const RESTART_SHARE = 1 / 4;
/** The memory of smaller ones is not worth it. */
const LEAST_RESTART_UNITS = (1024 * 1024) / UNIT;

/** The one writer of a ring. Frames become visible with `publish()`. */
export class PacketRingWriter {
  readonly views: RingViews;
  readonly #wake: () => void;
  #written = 0;
  /** As last looked up; the reader may be further. */
  #read = 0;

  /** `wake` is called when the reader sleeps and there is something to read. */
  constructor(ring: PacketRing, wake: () => void) {
    this.views = new RingViews(ring);
    this.#wake = wake;
  }

  /** Puts a datagram in; false when there is no room. `exporter` is the number of an earlier exporter frame. */
  datagram(exporter: number, port: number, receivedAt: number, payload: Uint8Array): boolean {
    const { words, doubles, octets } = this.views;
    const at = this.#reserve(16 + payload.length);
    if (at < 0) return false;
    words[at * 2] = (FRAME.datagram << LENGTH_BITS) | payload.length;
    words[at * 2 + 1] = (exporter << 16) | port;
    doubles[at + 1] = receivedAt;
    octets.set(payload, at * UNIT + 16);
    return true;
  }

  /** Gives an address (ASCII text) a number below 65,536 from here on; false when there is no room. */
  exporter(number: number, address: string): boolean {
    const at = this.#reserve(8 + address.length);
    if (at < 0) return false;
    this.views.words[at * 2] = (FRAME.exporter << LENGTH_BITS) | address.length;
    this.views.words[at * 2 + 1] = number;
    this.#text(at * UNIT + 8, address);
    return true;
  }

  /** Tells of `count` datagrams of an address that went no further; false when there is no room. */
  account(kind: number, address: string, count: number): boolean {
    const at = this.#reserve(16 + address.length);
    if (at < 0) return false;
    this.views.words[at * 2] = (FRAME.account << LENGTH_BITS) | address.length;
    this.views.words[at * 2 + 1] = kind;
    this.views.doubles[at + 1] = count;
    this.#text(at * UNIT + 16, address);
    return true;
  }

  #text(at: number, text: string): void {
    for (let i = 0; i < text.length; i++) this.views.octets[at + i] = text.charCodeAt(i);
  }

  /** Shows the reader all that was put in, and wakes it when it sleeps. */
  publish(): void {
    const { control } = this.views;
    Atomics.store(control, CONTROL.written, this.#written | 0);
    this.#read = Atomics.load(control, CONTROL.read) >>> 0;
    if (Atomics.load(control, CONTROL.sleeping) === 0 || this.#read === this.#written) return;
    if (Atomics.compareExchange(control, CONTROL.sleeping, 1, 0) === 1) this.#wake();
  }

  /** Blocks the thread for the given time, in which the reader may make room: it tells nobody, or each datagram would be a call. */
  waitForRoom(milliseconds: number): void {
    Atomics.wait(this.views.control, CONTROL.read, this.#read | 0, milliseconds);
    this.#read = Atomics.load(this.views.control, CONTROL.read) >>> 0;
  }

  /** Where a frame of so many octets begins, in units; -1 when there is no room. */
  #reserve(frameOctets: number): number {
    const { words, mask, control } = this.views;
    const units = Math.ceil(frameOctets / UNIT);
    const place = this.#written & mask;
    const rest = mask + 1 - place;
    const skipped =
      units > rest || (place >= Math.max(LEAST_RESTART_UNITS, (mask + 1) * RESTART_SHARE) && this.#isEmpty())
        ? rest
        : 0;
    if (skipped + units > this.#room()) {
      this.#read = Atomics.load(control, CONTROL.read) >>> 0;
      if (skipped + units > this.#room()) return -1;
    }
    if (skipped > 0) words[place * 2] = FRAME.wrap << LENGTH_BITS;
    this.#written = (this.#written + skipped + units) >>> 0;
    return skipped > 0 ? 0 : place;
  }

  #isEmpty(): boolean {
    this.#read = Atomics.load(this.views.control, CONTROL.read) >>> 0;
    return this.#read === this.#written;
  }

  #room(): number {
    return this.views.mask + 1 - ((this.#written - this.#read) >>> 0);
  }
}
