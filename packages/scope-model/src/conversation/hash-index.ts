/** Places at first; a power of two. */
const FIRST_PLACES = 1024;

/**
 * Open addressing over one typed array: finds numbers (of rows, addresses, ...) by a hash that the caller computed. What is
 * equal only the caller knows: it walks the places of a hash with {@link seek} and {@link after} until its own comparison says
 * yes or the place is free. Hashes must be spread well in their low bits. Eight bytes a place, at most half of them taken.
 */
export class HashIndex {
  /** Per place: number + 1 (0 is free), and hash. */
  #slots = new Int32Array(FIRST_PLACES * 2);
  #mask = FIRST_PLACES - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** For loops that walk the places themselves: number + 1 (0 is free) and hash of each. Growing replaces them: {@link reserve} first. */
  get slots(): Int32Array {
    return this.#slots;
  }

  /** Places less one. */
  get mask(): number {
    return this.#mask;
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    while ((this.#size + more) * 2 > this.#mask) this.#grow();
  }

  /** First place that holds this hash, or the free one where it would go. */
  seek(hash: number): number {
    return this.#walk(hash, hash & this.#mask);
  }

  /** The next such place. */
  after(place: number, hash: number): number {
    return this.#walk(hash, (place + 1) & this.#mask);
  }

  /** The number at a place; -1 where it is free. */
  at(place: number): number {
    return (this.#slots[place * 2] as number) - 1;
  }

  /** Takes a free place that {@link seek} or {@link after} found for the hash. */
  put(place: number, hash: number, number: number): void {
    this.#slots[place * 2] = number + 1;
    this.#slots[place * 2 + 1] = hash;
    if (++this.#size * 2 > this.#mask) this.#grow();
  }

  /** Forgets all; memory that only a crowded time needed is given back. */
  clear(): void {
    if (this.#size * 8 < this.#mask && this.#mask >= FIRST_PLACES) {
      this.#slots = new Int32Array(this.#slots.length / 2);
      this.#mask >>= 1;
    } else this.#slots.fill(0);
    this.#size = 0;
  }

  #walk(hash: number, from: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let place = from;
    while (slots[place * 2] !== 0 && slots[place * 2 + 1] !== hash) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue;
      const hash = old[i + 1] as number;
      let place = hash & this.#mask;
      while (this.#slots[place * 2] !== 0) place = (place + 1) & this.#mask;
      this.#slots[place * 2] = old[i] as number;
      this.#slots[place * 2 + 1] = hash;
    }
  }
}
