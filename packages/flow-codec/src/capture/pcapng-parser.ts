import type { BlockBuffer } from './block-buffer.ts';
import { read16, read32 } from './byte-order.ts';
import type { FrameParser, FrameSink } from './frame-parser.ts';
import { type PcapngInterface, parseInterface, timestampToMs } from './pcapng-interface.ts';

/** Block type of a section header, which reads the same in both byte orders. */
export const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
/** Name resolution, interface statistics, journal, secrets, custom: known, and without packets. */
const WITHOUT_PACKETS = new Set([4, 5, 9, 10, 0x0bad, 0x4000_0bad]);
/** Bytes around the body of a block: type, length and the length again. */
const FRAMING = 12;
/** Length of the smallest block of each type that is read. */
const SMALLEST = new Map([
  [SECTION_HEADER, 28],
  [INTERFACE_DESCRIPTION, 20],
  [OBSOLETE_PACKET, 32],
  [SIMPLE_PACKET, 16],
  [ENHANCED_PACKET, 32],
]);
const MAX_INTERFACES = 4096;

const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;

/** Reader of pcapng files (draft-ietf-opsawg-pcapng), any number of sections in any byte order. */
export class PcapngParser implements FrameParser {
  readonly #buffer: BlockBuffer;
  readonly #sink: FrameSink;
  #little = false;
  #interfaces: PcapngInterface[] = [];
  #tooMany = false;

  constructor(buffer: BlockBuffer, sink: FrameSink) {
    this.#buffer = buffer;
    this.#sink = sink;
  }

  parse(): boolean {
    for (;;) {
      const start = this.#buffer.peek(FRAMING);
      if (!start) return true;
      if (read32(start, 0, false) === SECTION_HEADER && !this.#startSection(start)) return false;
      const type = read32(start, 0, this.#little);
      const length = read32(start, 4, this.#little);
      if (length < (SMALLEST.get(type) ?? FRAMING) || length % 4 !== 0) {
        this.#sink.problem('invalid-block', this.#buffer.offset, `block ${hex(type)} of ${length} bytes`);
        return false;
      }
      if (!SMALLEST.has(type)) this.#skipBlock(type, length);
      else if (length > this.#sink.maxBlockLength) this.#skipOversize(type, length);
      else {
        const block = this.#buffer.peek(length);
        if (!block) return true;
        this.#parseBlock(type, block);
        this.#buffer.skip(length);
      }
    }
  }

  /** Takes the byte order of a section header and forgets the section before; false when it has none. */
  #startSection(start: Uint8Array): boolean {
    const big = read32(start, 8, false) === BYTE_ORDER_MAGIC;
    const little = read32(start, 8, true) === BYTE_ORDER_MAGIC;
    if (!big && !little) {
      this.#sink.problem('invalid-block', this.#buffer.offset, `byte-order mark ${hex(read32(start, 8, false))}`);
      return false;
    }
    this.#little = little;
    this.#interfaces = [];
    this.#tooMany = false;
    return true;
  }

  #skipBlock(type: number, length: number): void {
    if (!WITHOUT_PACKETS.has(type)) {
      this.#sink.problem('unknown-block', this.#buffer.offset, `block ${hex(type)} of ${length} bytes`);
    }
    this.#sink.skippedBlock();
    this.#buffer.skip(length);
  }

  #skipOversize(type: number, length: number): void {
    this.#sink.problem('oversize-block', this.#buffer.offset, `block ${hex(type)} of ${length} bytes`);
    if (type === INTERFACE_DESCRIPTION) this.#interfaces.push(UNREAD_INTERFACE);
    if (type !== INTERFACE_DESCRIPTION && type !== SECTION_HEADER) this.#sink.lostFrame();
    this.#buffer.skip(length);
  }

  #parseBlock(type: number, block: Uint8Array): void {
    const again = read32(block, block.length - 4, this.#little);
    if (again !== block.length) {
      this.#sink.problem('invalid-block', this.#buffer.offset, `${block.length} bytes, at its end ${again}`);
    }
    if (type === INTERFACE_DESCRIPTION) this.#addInterface(block);
    else if (type === SIMPLE_PACKET) this.#simplePacket(block);
    else if (type !== SECTION_HEADER) this.#packet(block, type === ENHANCED_PACKET);
  }

  #addInterface(block: Uint8Array): void {
    if (this.#interfaces.length < MAX_INTERFACES) this.#interfaces.push(parseInterface(block, this.#little));
    else if (!this.#tooMany) {
      this.#tooMany = true;
      this.#sink.problem('too-many-interfaces', this.#buffer.offset, `more than ${MAX_INTERFACES}`);
    }
  }

  #packet(block: Uint8Array, enhanced: boolean): void {
    const id = enhanced ? read32(block, 8, this.#little) : read16(block, 8, this.#little);
    const source = this.#interface(id);
    if (!source) return;
    const captured = read32(block, 20, this.#little);
    const time = timestampToMs(read32(block, 12, this.#little), read32(block, 16, this.#little), source);
    this.#frame(block, 28, captured, read32(block, 24, this.#little), time, source);
  }

  #simplePacket(block: Uint8Array): void {
    const source = this.#interface(0);
    if (!source) return;
    const originalLength = read32(block, 8, this.#little);
    // The block does not say how much was captured: the snap length or all.
    const captured = source.snapLength === 0 ? originalLength : Math.min(originalLength, source.snapLength);
    this.#frame(block, 12, captured, originalLength, null, source);
  }

  #interface(id: number): PcapngInterface | null {
    const source = this.#interfaces[id];
    if (source && source !== UNREAD_INTERFACE) return source;
    this.#sink.problem('unknown-interface', this.#buffer.offset, `interface ${id} of ${this.#interfaces.length}`);
    this.#sink.lostFrame();
    return null;
  }

  #frame(
    block: Uint8Array,
    at: number,
    captured: number,
    originalLength: number,
    time: number | null,
    source: PcapngInterface,
  ): void {
    const offset = this.#buffer.offset;
    if (captured > block.length - 4 - at) {
      this.#sink.problem('invalid-block', offset, `${captured} bytes captured in a block of ${block.length}`);
      this.#sink.lostFrame();
      return;
    }
    const bytes = block.subarray(at, at + captured);
    this.#sink.frame({ offset, time, linkType: source.linkType, bytes, originalLength });
  }
}

/** Stands for a description that was skipped, so that the interfaces after it keep their numbers. */
const UNREAD_INTERFACE: PcapngInterface = { linkType: -1, snapLength: 0, unitsPerSecond: 1n, offsetSeconds: 0 };
