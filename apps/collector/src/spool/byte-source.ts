/** The octets end before the value does, or are none that a sink writes. */
export class ByteSourceError extends Error {
  override readonly name = 'ByteSourceError';
}

/** Reads what a {@link ByteSink} wrote. Every read rejects octets that no sink writes with {@link ByteSourceError}. */
export class ByteSource {
  readonly #buffer: Buffer;
  #at = 0;
  readonly #texts: string[] = [];

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Octets not read yet. */
  get left(): number {
    return this.#buffer.length - this.#at;
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const octet = this.#buffer[this.#at++];
      if (octet === undefined) throw new ByteSourceError('it ends in the middle of a value');
      value += (octet & 0x7f) * scale;
      if (octet < 0x80) return value;
      if (scale > 2 ** 49) throw new ByteSourceError('it holds an integer without end');
    }
  }

  number(): number | null {
    const code = this.count();
    if (code === 0) return null;
    if (code === 1) {
      if (this.left < 8) throw new ByteSourceError('it ends in the middle of a number');
      const value = this.#buffer.readDoubleLE(this.#at);
      this.#at += 8;
      return value;
    }
    return code % 2 === 0 ? code / 2 - 1 : -(code - 1) / 2;
  }

  text(): string {
    const place = this.count();
    const known = this.#texts[place];
    if (known !== undefined) return known;
    if (place !== this.#texts.length) throw new ByteSourceError('it refers to a text that it does not hold');
    const octets = this.count();
    if (octets > this.left) throw new ByteSourceError('it ends in the middle of a text');
    const text = this.#buffer.toString('utf8', this.#at, this.#at + octets);
    this.#at += octets;
    this.#texts.push(text);
    return text;
  }

  /** The number of elements that follow, each of at least one octet. */
  length(): number {
    const length = this.count();
    if (length > this.left) throw new ByteSourceError('it holds a list longer than itself');
    return length;
  }
}
