const EMPTY = new Uint8Array(0);

/**
 * Bytes of a stream that arrive in chunks and are taken in blocks. It keeps at most one unfinished block: what a
 * block reader has not consumed when it ends is copied, everything else is seen in place.
 */
export class BlockBuffer {
  /** What is read from: the rest of earlier chunks, or the chunk itself. */
  #bytes: Uint8Array = EMPTY;
  #at = 0;
  /** The part of the chunk behind `#bytes`; only a block that begins in `#bytes` is put together. */
  #chunk: Uint8Array = EMPTY;
  /** Copies of chunks that came while fewer bytes than `#needed` were there; joined once, not per chunk. */
  #waiting: Uint8Array[] = [];
  #waitingLength = 0;
  #needed = 0;
  #toSkip = 0;
  #offset = 0;

  /** File offset of the next byte. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes that came and were not consumed. */
  get available(): number {
    return this.#bytes.length - this.#at + this.#waitingLength + this.#chunk.length;
  }

  /** Bytes of a skipped block that have not come yet. */
  get toSkip(): number {
    return this.#toSkip;
  }

  /** Adds a chunk; false when nothing can be read yet. When true, `settle` has to be called after reading. */
  push(bytes: Uint8Array): boolean {
    // A Node.js Buffer is also a Uint8Array, but its slice() does not copy: from here on it is a plain one.
    const whole = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const skipped = Math.min(this.#toSkip, whole.length);
    this.#toSkip -= skipped;
    this.#offset += skipped;
    const chunk = skipped === 0 ? whole : whole.subarray(skipped);
    if (this.available + chunk.length < this.#needed) {
      this.#waiting.push(chunk.slice());
      this.#waitingLength += chunk.length;
      return false;
    }
    if (this.#waitingLength > 0) this.#joinWaiting();
    this.#chunk = chunk;
    return true;
  }

  /** The next `length` bytes without consuming them; null when they have not all come. */
  peek(length: number): Uint8Array | null {
    if (this.#bytes.length - this.#at < length) {
      if (this.available < length) {
        this.#needed = length;
        return null;
      }
      this.#reachIntoChunk(length);
    }
    return this.#bytes.subarray(this.#at, this.#at + length);
  }

  /** Goes over `length` bytes, whether they have come or not, without keeping them. */
  skip(length: number): void {
    const first = Math.min(length, this.#bytes.length - this.#at);
    const second = Math.min(length - first, this.#chunk.length);
    this.#at += first;
    if (second > 0) this.#chunk = this.#chunk.subarray(second);
    this.#offset += first + second;
    this.#toSkip += length - first - second;
    this.#needed = 0;
  }

  /** Copies the unread rest, so that the caller may use the memory of its chunk again. */
  settle(): void {
    this.#bytes = this.available === 0 ? EMPTY : concat([this.#bytes.subarray(this.#at), this.#chunk]);
    this.#at = 0;
    this.#chunk = EMPTY;
  }

  /** Makes `#bytes` hold the next `length` bytes: the chunk itself, or a copy of the one block that begins before it. */
  #reachIntoChunk(length: number): void {
    const rest = this.#bytes.subarray(this.#at);
    const missing = rest.length === 0 ? this.#chunk.length : length - rest.length;
    const part = this.#chunk.subarray(0, missing);
    this.#bytes = rest.length === 0 ? part : concat([rest, part]);
    this.#at = 0;
    this.#chunk = this.#chunk.subarray(missing);
  }

  #joinWaiting(): void {
    this.#bytes = concat([this.#bytes.subarray(this.#at), ...this.#waiting]);
    this.#at = 0;
    this.#waiting = [];
    this.#waitingLength = 0;
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
