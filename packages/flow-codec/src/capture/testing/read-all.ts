import type { CaptureProblem } from '../capture-problem.ts';
import { type CaptureReader, type CaptureReaderOptions, createCaptureReader } from '../capture-reader.ts';
import type { CapturedFrame } from '../captured-frame.ts';

export interface ReadResult {
  readonly frames: CapturedFrame[];
  readonly problems: CaptureProblem[];
  readonly reader: CaptureReader;
}

/** Reads a whole file given in chunks; each chunk is overwritten after its push, as a caller may do. */
export function readAll(chunks: readonly Uint8Array[], options: CaptureReaderOptions = {}): ReadResult {
  const problems: CaptureProblem[] = [];
  const frames: CapturedFrame[] = [];
  const reader = createCaptureReader({ ...options, onProblem: (problem) => problems.push(problem) });
  for (const chunk of chunks) {
    const memory = new Uint8Array(chunk);
    for (const frame of reader.push(memory)) frames.push({ ...frame, bytes: frame.bytes.slice() });
    memory.fill(0xee);
  }
  reader.finish();
  return { frames, problems, reader };
}

/** The bytes in pieces of `size`. */
export function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}
