const FIRST_ENTRIES = 4096;

/**
 * Remembers the fingerprints of records, so that one that comes twice is counted once. Two generations: when the present one is
 * full, the one before is forgotten, so that at least the latest `bound` records are known and at most twice as many. A fingerprint
 * has 64 bits: among a million remembered records a new one is taken for a repeated one once in 10^13.
 */
export class RecordMemory {
  readonly #bound: number;
  /** Two words per place, the first 0 where it is free; about half of the places are taken at most. */
  #present = new Int32Array(FIRST_ENTRIES * 4);
  #count = 0;
  #before = new Int32Array(4);

  /** `bound` is rounded up to a power of two; each remembered record takes 16 to 32 bytes. */
  constructor(bound: number) {
    this.#bound = Math.max(FIRST_ENTRIES, 2 ** Math.ceil(Math.log2(bound)));
  }

  /**
   * Says of each fingerprint whether it was noted before (1), else notes it (0). Those whose `bits` lack `repeatable` cannot be told
   * and are never known.
   */
  note(a: Int32Array, b: Int32Array, bits: Int32Array, repeatable: number, count: number, known: Uint8Array): void {
    while ((this.#count + count) * 4 > this.#present.length && this.#count < this.#bound) this.#grow();
    const before = this.#before;
    // Kept, so that no compiler takes the reading ahead for idle.
    known[0] = touch(before, a, count) ^ touch(this.#present, a, count);
    for (let i = 0; i < count; i++) {
      const isRepeatable = ((bits[i] as number) & repeatable) !== 0;
      known[i] = isRepeatable && before[placeOf(before, a[i] as number, b[i] as number)] !== 0 ? 1 : 0;
    }
    const present = this.#present;
    for (let i = 0; i < count; i++) {
      if (known[i] === 1 || ((bits[i] as number) & repeatable) === 0) continue;
      const place = placeOf(present, a[i] as number, b[i] as number);
      if (present[place] !== 0) known[i] = 1;
      else {
        present[place] = a[i] === 0 ? 1 : (a[i] as number);
        present[place + 1] = b[i] as number;
        this.#count++;
      }
    }
    if (this.#count >= this.#bound) this.#begin();
  }

  /** The present generation becomes the older one. */
  #begin(): void {
    const full = this.#present;
    this.#present = this.#before.length === full.length ? this.#before.fill(0) : new Int32Array(full.length);
    this.#before = full;
    this.#count = 0;
  }

  #grow(): void {
    const full = this.#present;
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

/**
 * Reads the places of all fingerprints, without asking what is there: the processor then waits for many of them at once. Where it had
 * to guess what comes next, it would wait for one after the other.
 */
function touch(entries: Int32Array, a: Int32Array, count: number): number {
  const mask = entries.length - 1;
  let touched = 0;
  for (let i = 0; i < count; i++) touched ^= entries[((a[i] as number) << 1) & mask] as number;
  return touched;
}

/** Where the fingerprint is, or would go. */
function placeOf(entries: Int32Array, a: number, second: number): number {
  // 0 marks a free place.
  const first = a === 0 ? 1 : a;
  const mask = entries.length - 1;
  for (let place = (first << 1) & mask; ; place = (place + 2) & mask) {
    const here = entries[place];
    if (here === 0 || (here === first && entries[place + 1] === second)) return place;
  }
}
