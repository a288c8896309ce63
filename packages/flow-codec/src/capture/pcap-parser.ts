import type { BlockBuffer } from './block-buffer.ts';
import { read32 } from './byte-order.ts';
import type { FrameParser, FrameSink } from './frame-parser.ts';

const FILE_HEADER_LENGTH = 24;
const RECORD_HEADER_LENGTH = 16;

/** The first four bytes, read big-endian: byte order and unit of the fractions of a second. */
const MAGICS = new Map([
  [0xa1b2c3d4, { little: false, nanoseconds: false }],
  [0xd4c3b2a1, { little: true, nanoseconds: false }],
  [0xa1b23c4d, { little: false, nanoseconds: true }],
  [0x4d3cb2a1, { little: true, nanoseconds: true }],
]);

export function isPcapMagic(magic: number): boolean {
  return MAGICS.has(magic);
}

/** Reader of pcap files (draft-ietf-opsawg-pcap). */
export class PcapParser implements FrameParser {
  readonly #buffer: BlockBuffer;
  readonly #sink: FrameSink;
  #little = false;
  #nanoseconds = false;
  #linkType: number | null = null;

  constructor(buffer: BlockBuffer, sink: FrameSink) {
    this.#buffer = buffer;
    this.#sink = sink;
  }

  parse(): boolean {
    if (this.#linkType === null && !this.#parseFileHeader()) return true;
    while (this.#parseRecord());
    return true;
  }

  #parseFileHeader(): boolean {
    const header = this.#buffer.peek(FILE_HEADER_LENGTH);
    const format = header && MAGICS.get(read32(header, 0, false));
    if (!format) return false;
    this.#little = format.little;
    this.#nanoseconds = format.nanoseconds;
    // The upper bits tell about the frame check sequence, which nobody needs: IP has its own length.
    this.#linkType = read32(header, 20, format.little) & 0xffff;
    this.#buffer.skip(FILE_HEADER_LENGTH);
    return true;
  }

  /** False when the next record has not come whole. */
  #parseRecord(): boolean {
    const header = this.#buffer.peek(RECORD_HEADER_LENGTH);
    if (!header) return false;
    const length = read32(header, 8, this.#little);
    const offset = this.#buffer.offset;
    if (length > this.#sink.maxBlockLength) {
      this.#sink.problem('oversize-block', offset, `packet of ${length} bytes`);
      this.#sink.lostFrame();
      this.#buffer.skip(RECORD_HEADER_LENGTH + length);
      return true;
    }
    const record = this.#buffer.peek(RECORD_HEADER_LENGTH + length);
    if (!record) return false;
    this.#sink.frame({
      offset,
      time: this.#timeOf(record),
      linkType: this.#linkType as number,
      bytes: record.subarray(RECORD_HEADER_LENGTH),
      originalLength: read32(record, 12, this.#little),
    });
    this.#buffer.skip(record.length);
    return true;
  }

  #timeOf(record: Uint8Array): number {
    const seconds = read32(record, 0, this.#little);
    const fraction = read32(record, 4, this.#little);
    // Microseconds since 1970 are exact in a double, so this rounds once; nanoseconds are not.
    return this.#nanoseconds ? seconds * 1000 + fraction / 1e6 : (seconds * 1e6 + fraction) / 1000;
  }
}
