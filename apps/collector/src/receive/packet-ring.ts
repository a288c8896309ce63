/**
 * The layout of the shared memory between the receiving thread, which alone writes, and the decoding thread, which alone reads.
 * Behind a control block lie frames, each a multiple of 8 octets. A frame begins with its kind and length; positions
 * count units of 8 octets and wrap at 2^32, their low bits are the place in the ring.
 */
export const CONTROL_OCTETS = 4_096;

export const UNIT = 8;

/** Indices into the control block as Int32Array; on cache lines of their own, since the threads write them in turn. */
export const CONTROL = { written: 0, read: 16, sleeping: 32, stop: 48 } as const;

/**
 * Counts of the writer, as Float64Array behind CONTROL. They are plain stores: an aligned 64-bit value does not tear, and the
 * reader wants no more than a recent one. The drops of the kernel come last, one count per socket.
 */
export const COUNTERS_AT = 256;
export const COUNTER = { datagrams: 0, octets: 1, dropped: 2, refused: 3, kernelDrops: 4 } as const;

/** What a frame is. */
export const FRAME = {
  /** Nothing: goes on at the beginning of the ring. */
  wrap: 0,
  /** Header of 16 octets (kind and length; exporter and port; time of receipt), then the payload. */
  datagram: 1,
  /** Header of 8 octets (kind and length; exporter), then the text of its address. */
  exporter: 2,
  /** Header of 16 octets (kind and length; which count; the count), then the text of the address. */
  account: 3,
} as const;

/** Datagrams that went no further, as told by account frames. */
export const ACCOUNT = { dropped: 0, refused: 1 } as const;

export const LENGTH_BITS = 24;
export const LENGTH_MASK = 2 ** LENGTH_BITS - 1;

export type PacketRing = SharedArrayBuffer;

/** Room for the largest datagram wherever in the ring the last one ended. */
const LEAST_OCTETS = 2 ** 18;
/** Positions must be told apart over the whole ring. */
const MOST_OCTETS = 2 ** 31;

/** Shared memory for at least `octets` of frames, rounded up to a power of two. The system backs only what was used. */
export function createPacketRing(octets: number): PacketRing {
  const wanted = Math.min(MOST_OCTETS, Math.max(LEAST_OCTETS, octets));
  return new SharedArrayBuffer(CONTROL_OCTETS + 2 ** Math.ceil(Math.log2(wanted)));
}

/** The same memory in all the ways it is read and written. */
export class RingViews {
  readonly control: Int32Array;
  readonly counters: Float64Array;
  readonly octets: Uint8Array;
  readonly words: Uint32Array;
  readonly doubles: Float64Array;
  /** Units of the ring less one. */
  readonly mask: number;

  constructor(ring: PacketRing) {
    const length = ring.byteLength - CONTROL_OCTETS;
    this.control = new Int32Array(ring, 0, COUNTERS_AT / 4);
    this.counters = new Float64Array(ring, COUNTERS_AT, (CONTROL_OCTETS - COUNTERS_AT) / 8);
    this.octets = new Uint8Array(ring, CONTROL_OCTETS, length);
    this.words = new Uint32Array(ring, CONTROL_OCTETS, length / 4);
    this.doubles = new Float64Array(ring, CONTROL_OCTETS, length / 8);
    this.mask = length / UNIT - 1;
  }
}
