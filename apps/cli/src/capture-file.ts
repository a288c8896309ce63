import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  type CapturedFrame,
  type CaptureProblem,
  createCaptureReader,
  createDatagramReader,
  type DatagramReader,
  type UdpDatagram,
} from '@scopemap/flow-codec/capture';

/**
 * The UDP datagrams of a capture file in file order, in constant memory: one run for each piece of the file that was read,
 * to be taken to its end before the next, so that nothing is awaited per datagram. Throws one sentence that names the file.
 */
export async function* readDatagramRuns(
  file: string,
  onProblem: (problem: CaptureProblem) => void,
): AsyncGenerator<Iterable<UdpDatagram>> {
  const entry = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${error.message}`);
  });
  if (entry.isDirectory()) throw new Error(`${file} is a folder, not a capture file`);
  const frames = createCaptureReader({ onProblem });
  const datagrams = createDatagramReader({ onProblem });
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    yield datagramsOf(frames.push(chunk as Uint8Array), datagrams);
  }
  frames.finish();
  datagrams.finish();
}

function* datagramsOf(frames: Iterable<CapturedFrame>, reader: DatagramReader): Generator<UdpDatagram> {
  for (const frame of frames) {
    const datagram = reader.read(frame);
    if (datagram) yield datagram;
  }
}
