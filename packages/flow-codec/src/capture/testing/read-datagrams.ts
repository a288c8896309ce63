import type { CaptureProblem } from '../capture-problem.ts';
import type { CapturedFrame } from '../captured-frame.ts';
import { createDatagramReader, type DatagramCounters, type DatagramReaderOptions } from '../datagram-reader.ts';
import type { UdpDatagram } from '../udp-datagram.ts';

export interface DatagramResult {
  readonly datagrams: UdpDatagram[];
  readonly problems: CaptureProblem[];
  /** Only the counters that are not 0. */
  readonly counters: Partial<DatagramCounters>;
}

export function readDatagrams(frames: readonly CapturedFrame[], options: DatagramReaderOptions = {}): DatagramResult {
  const problems: CaptureProblem[] = [];
  const reader = createDatagramReader({ ...options, onProblem: (problem) => problems.push(problem) });
  const datagrams = frames.map((frame) => reader.read(frame)).filter((datagram) => datagram !== null);
  reader.finish();
  const counters = Object.fromEntries(Object.entries(reader.counters).filter(([, count]) => count > 0));
  return { datagrams, problems, counters };
}
