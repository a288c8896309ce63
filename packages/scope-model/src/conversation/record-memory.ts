const FIRST_ENTRIES = 4096;

/**
 * Remembers the fingerprints of records, so that one that comes twice is counted once. Two generations: when the present one is
 * full, the one before is forgotten, so that at least the latest `bound` records are known and at most twice as many. A fingerprint
 * has 64 bits: among a million remembered records a new one is taken for a repeated one once in 10^13.
 */
export class RecordMemory {
  readonly #bound: number;
  /** Two words per place, the first 0 where it is free; at most half of the places are taken. */
  #present = new Int32Array(FIRST_ENTRIES * 4);
  #count = 0;
  #before = new Int32Array(4);

  /** `bound` is rounded up to a power of two; each remembered record takes 16 to 32 bytes. */
  constructor(bound: number) {
    this.#bound = Math.max(FIRST_ENTRIES, 2 ** Math.ceil(Math.log2(bound)));
  }

  /** Reads what {@link isKnown} will read, so that it is at hand then; the value means nothing. */
  peek(a: number): number {
    const present = this.#present;
    const before = this.#before;
    return (present[(a << 1) & (present.length - 1)] as number) ^ (before[(a << 1) & (before.length - 1)] as number);
  }

  /** True when the fingerprint was noted before; else it is from now on. */
  isKnown(a: number, b: number): boolean {
    // 0 marks a free place.
    const first = a === 0 ? 1 : a;
    const present = this.#present;
    const place = placeOf(present, first, b);
    if (present[place] !== 0 || this.#before[placeOf(this.#before, first, b)] !== 0) return true;
    present[place] = first;
    present[place + 1] = b;
    if (++this.#count * 4 >= present.length) this.#makeRoom();
    return false;
  }

  #makeRoom(): void {
    const full = this.#present;
    if (this.#count >= this.#bound) {
      this.#present = this.#before.length === full.length ? this.#before.fill(0) : new Int32Array(full.length);
      this.#before = full;
      this.#count = 0;
      return;
    }
    const grown = new Int32Array(full.length * 2);
    for (let i = 0; i < full.length; i += 2) {
      const first = full[i] as number;
      if (first === 0) continue;
      const second = full[i + 1] as number;
      const place = placeOf(grown, first, second);
      grown[place] = first;
      grown[place + 1] = second;
    }
    this.#present = grown;
  }
}

/** Where the fingerprint is, or would go. */
function placeOf(entries: Int32Array, first: number, second: number): number {
  const mask = entries.length - 1;
  for (let place = (first << 1) & mask; ; place = (place + 2) & mask) {
    const here = entries[place];
    if (here === 0 || (here === first && entries[place + 1] === second)) return place;
  }
}
