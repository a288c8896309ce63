import type { FieldValue } from './field-specifier.ts';

/** Growing big-endian buffer. Every number is checked against its width: a silent wrap would invent traffic. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `expected` is the number of bytes that will probably be written. */
  constructor(expected = 128) {
    this.#bytes = new Uint8Array(expected);
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      bigger.set(this.#bytes.subarray(0, start));
      this.#bytes = bigger;
    }
    return start;
  }

  bytes(value: Uint8Array): this {
    // Growing may replace the buffer, so it comes first.
    const start = this.#grow(value.length);
    this.#bytes.set(value, start);
    return this;
  }

  zeros(count: number): this {
    const start = this.#grow(count);
    this.#bytes.fill(0, start, this.#length);
    return this;
  }

  /** Writes a whole number in `width` bytes. Throws RangeError when it does not fit, signed or unsigned. */
  integer(value: number | bigint, width: number): this {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new RangeError(`${value} is not a whole number that can be written exactly`);
    }
    if (typeof value === 'number' && value >= 0 && value < 2 ** (8 * Math.min(width, 4))) {
      return this.#small(value, width);
    }
    return this.#big(BigInt(value), width);
  }

  #small(value: number, width: number): this {
    const start = this.#grow(width);
    for (let i = 0; i < width; i++) {
      const shift = 8 * (width - 1 - i);
      this.#bytes[start + i] = shift > 24 ? 0 : value >>> shift;
    }
    return this;
  }

  #big(value: bigint, width: number): this {
    const bits = 8n * BigInt(width);
    if (value >= 1n << bits || value < -(1n << bits) / 2n) {
      throw new RangeError(`${value} does not fit into ${width} bytes`);
    }
    const start = this.#grow(width);
    let rest = BigInt.asUintN(Number(bits), value);
    for (let i = width - 1; i >= 0; i--) {
      this.#bytes[start + i] = Number(rest & 0xffn);
      rest >>= 8n;
    }
    return this;
  }

  u8(value: number): this {
    return this.#unsigned(value, 1);
  }

  u16(value: number): this {
    return this.#unsigned(value, 2);
  }

  u32(value: number): this {
    return this.#unsigned(value, 4);
  }

  #unsigned(value: number, width: number): this {
    if (value < 0) throw new RangeError(`${value} does not fit into ${width} unsigned bytes`);
    return this.integer(value, width);
  }

  /** Overwrites two bytes that were written before, for lengths known only at the end. */
  setU16(offset: number, value: number): void {
    if (value > 0xffff) throw new RangeError(`length ${value} does not fit into 16 bits`);
    this.#bytes[offset] = value >>> 8;
    this.#bytes[offset + 1] = value;
  }

  /** A field value in exactly `width` bytes. */
  field(value: FieldValue, width: number): this {
    if (!(value instanceof Uint8Array)) return this.integer(value, width);
    if (value.length !== width) throw new RangeError(`${value.length} bytes given for a field of ${width}`);
    return this.bytes(value);
  }
}
