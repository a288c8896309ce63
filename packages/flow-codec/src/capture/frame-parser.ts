import type { CaptureProblemCode } from './capture-problem.ts';
import type { CapturedFrame } from './captured-frame.ts';

/** What a reader of one file format gets from the reader around it. */
export interface FrameSink {
  /** Largest packet or block that is held in memory, in bytes. */
  readonly maxBlockLength: number;
  /** Adds a frame, numbering it. */
  frame(frame: Omit<CapturedFrame, 'index'>): void;
  /** Counts a packet that could not be given, so that numbers stay those of the file. */
  lostFrame(): void;
  /** Names a problem at the given file offset. */
  problem(code: CaptureProblemCode, offset: number, detail: string): void;
  /** Counts a block that has no packet. */
  skippedBlock(): void;
}

/** Reads one capture format: takes whole blocks from its buffer while there are any. */
export interface FrameParser {
  /** False when nothing after this point of the file can be read. */
  parse(): boolean;
}
