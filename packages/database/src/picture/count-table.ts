import { hash } from './columns.ts';

const FREE = -1;

/** Counts by two numbers, the first of them not negative, in open addressing: some ten octets each. */
export class CountTable {
  #keys = new Int32Array(2 * 1024).fill(FREE);
  #counts = new Int32Array(1024);
  #used = 0;

  #place(one: number, other: number): number {
    const mask = this.#counts.length - 1;
    let at = hash(one, other) & mask;
    while (this.#keys[2 * at] !== FREE && (this.#keys[2 * at] !== one || this.#keys[2 * at + 1] !== other))
      at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    const alive = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
    const length = alive * 4 > counts.length ? counts.length * 2 : counts.length;
    this.#keys = new Int32Array(2 * length).fill(FREE);
    this.#counts = new Int32Array(length);
    this.#used = 0;
    // One that has come to nothing leaves its place here, and nowhere else.
    for (const [at, count] of counts.entries())
      if (count > 0) this.add(keys[2 * at] as number, keys[2 * at + 1] as number, count);
  }

  /** Adds `change`, which may be negative, and returns the count. */
  add(one: number, other: number, change: number): number {
    const at = this.#place(one, other);
    if (this.#keys[2 * at] === FREE) {
      if (2 * (this.#used + 1) > this.#counts.length) {
        this.#grow();
        return this.add(one, other, change);
      }
      this.#keys[2 * at] = one;
      this.#keys[2 * at + 1] = other;
      this.#used++;
    }
    this.#counts[at] = (this.#counts[at] as number) + change;
    return this.#counts[at] as number;
  }
}
