const FIRST_OCTETS = 64 * 1024;

/** The longest value but for text: ten octets of a variable-length integer, or nine of a number with its mark. */
const LONGEST_VALUE = 16;

/** Integers of fewer bits than this are written as they are; everything else as a double. */
const LARGEST_INTEGER = 2 ** 51;

/** Appends values to a buffer that grows: integers in as few octets as they need, each text in full only once. */
export class ByteSink {
  #buffer = Buffer.allocUnsafe(FIRST_OCTETS);
  #at = 0;
  readonly #texts = new Map<string, number>();

  /** What was written so far. Valid until the next write. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  #reserve(octets: number): void {
    if (this.#at + octets <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + octets));
    this.#buffer.copy(grown, 0, 0, this.#at);
    this.#buffer = grown;
  }

  /** An integer from 0 to 2^53, seven bits an octet, the lowest first. */
  count(value: number): void {
    this.#reserve(LONGEST_VALUE);
    let rest = value;
    while (rest > 0x7fffffff) {
      this.#buffer[this.#at++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    let small = rest | 0;
    while (small > 0x7f) {
      this.#buffer[this.#at++] = (small & 0x7f) | 0x80;
      small >>>= 7;
    }
    this.#buffer[this.#at++] = small;
  }

  /** Any number, or null. */
  number(value: number | null): void {
    if (value === null) this.count(0);
    else if (Number.isInteger(value) && Math.abs(value) < LARGEST_INTEGER)
      this.count(value < 0 ? -2 * value + 1 : 2 * value + 2);
    else {
      this.count(1);
      this.#reserve(LONGEST_VALUE);
      this.#at = this.#buffer.writeDoubleLE(value, this.#at);
    }
  }

  text(value: string): void {
    const known = this.#texts.get(value);
    if (known !== undefined) {
      this.count(known);
      return;
    }
    this.count(this.#texts.size);
    this.#texts.set(value, this.#texts.size);
    const octets = Buffer.byteLength(value);
    this.count(octets);
    this.#reserve(octets);
    this.#at += this.#buffer.write(value, this.#at);
  }
}
