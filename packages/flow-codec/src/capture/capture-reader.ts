import { BlockBuffer } from './block-buffer.ts';
import { read32 } from './byte-order.ts';
import type { OnCaptureProblem } from './capture-problem.ts';
import type { CapturedFrame } from './captured-frame.ts';
import type { FrameParser, FrameSink } from './frame-parser.ts';
import { isPcapMagic, PcapParser } from './pcap-parser.ts';
import { PcapngParser, SECTION_HEADER } from './pcapng-parser.ts';

export interface CaptureReaderOptions {
  readonly onProblem?: OnCaptureProblem;
  /** Largest packet or block that is held in memory; larger ones are skipped and named. Default 1 MiB. */
  readonly maxBlockLength?: number;
}

export interface CaptureCounters {
  /** Frames given. */
  frames: number;
  /** Packets of the file that could not be given; each has its problem. */
  lostFrames: number;
  /** pcapng blocks without packets. */
  skippedBlocks: number;
  problems: number;
}

/** Reads a capture file that arrives in chunks of any size, in constant memory. */
export interface CaptureReader {
  /**
   * The frames that are complete with this chunk. Their bytes may lie in the memory of the chunk: use or copy them
   * before it is overwritten. The reader itself keeps nothing of the chunk.
   */
  push(chunk: Uint8Array): CapturedFrame[];
  /** Names what is missing at the end of the file. Nothing may be pushed afterwards. */
  finish(): void;
  /** null until the first bytes have told. */
  readonly format: 'pcap' | 'pcapng' | null;
  readonly counters: Readonly<CaptureCounters>;
}

const DEFAULT_MAX_BLOCK = 1024 * 1024;
const MAGIC_LENGTH = 4;

/** Compressed captures are common enough to be told by name. */
const COMPRESSIONS: readonly (readonly [mask: number, magic: number, name: string])[] = [
  [0xffff_0000, 0x1f8b_0000, 'gzip'],
  [0xffff_ffff, 0x28b5_2ffd, 'zstd'],
  [0xffff_ffff, 0xfd37_7a58, 'xz'],
  [0xffff_ffff, 0x0422_4d18, 'lz4'],
];

function describeMagic(magic: number): string {
  const compression = COMPRESSIONS.find(([mask, value]) => (magic & mask) >>> 0 === value);
  const text = `first bytes ${magic.toString(16).padStart(8, '0')}`;
  return compression ? `${text}: compressed with ${compression[2]}, unpack it first` : text;
}

/** A reader of pcap and pcapng, told apart by the first bytes. It never throws for what a file holds. */
export function createCaptureReader(options: CaptureReaderOptions = {}): CaptureReader {
  const counters: CaptureCounters = { frames: 0, lostFrames: 0, skippedBlocks: 0, problems: 0 };
  const buffer = new BlockBuffer();
  let frames: CapturedFrame[] = [];
  let parser: FrameParser | null = null;
  let format: CaptureReader['format'] = null;
  let dead = false;

  const nextPacket = () => counters.frames + counters.lostFrames + 1;
  const sink: FrameSink = {
    maxBlockLength: options.maxBlockLength ?? DEFAULT_MAX_BLOCK,
    frame(frame) {
      frames.push({ index: nextPacket(), ...frame });
      counters.frames++;
    },
    lostFrame() {
      counters.lostFrames++;
    },
    skippedBlock() {
      counters.skippedBlocks++;
    },
    problem(code, offset, detail) {
      counters.problems++;
      options.onProblem?.({ code, offset, packet: format === null ? null : nextPacket(), detail });
    },
  };

  /** Chooses the parser by the first bytes; false when there are too few or no format fits. */
  function detect(): boolean {
    const start = buffer.peek(MAGIC_LENGTH);
    if (!start) return false;
    const magic = read32(start, 0, false);
    if (isPcapMagic(magic)) [format, parser] = ['pcap', new PcapParser(buffer, sink)];
    else if (magic === SECTION_HEADER) [format, parser] = ['pcapng', new PcapngParser(buffer, sink)];
    else {
      dead = true;
      sink.problem('not-a-capture', 0, describeMagic(magic));
    }
    return parser !== null;
  }

  return {
    counters,
    get format() {
      return format;
    },
    push(chunk) {
      if (dead || !buffer.push(chunk)) return [];
      if (parser || detect()) dead = !(parser as FrameParser).parse();
      buffer.settle();
      const result = frames;
      frames = [];
      return result;
    },
    finish() {
      if (dead) return;
      dead = true;
      if (parser) {
        const missing = buffer.toSkip > 0 || buffer.available > 0;
        if (missing) sink.problem('truncated-file', buffer.offset, 'the file ends inside a header, packet or block');
      } else if (buffer.available === 0) sink.problem('empty-file', 0, 'no bytes');
      else sink.problem('not-a-capture', 0, `${buffer.available} bytes`);
    },
  };
}
