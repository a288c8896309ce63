import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  type CaptureProblem,
  createCaptureReader,
  createDatagramReader,
  type UdpDatagram,
} from '@scopemap/flow-codec/capture';

/** The UDP datagrams of a capture file in file order, in constant memory. Throws one sentence that names the file. */
export async function* readDatagrams(
  file: string,
  onProblem: (problem: CaptureProblem) => void,
): AsyncGenerator<UdpDatagram> {
  const entry = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${error.message}`);
  });
  if (entry.isDirectory()) throw new Error(`${file} is a folder, not a capture file`);
  const frames = createCaptureReader({ onProblem });
  const datagrams = createDatagramReader({ onProblem });
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    for (const frame of frames.push(chunk as Uint8Array)) {
      const datagram = datagrams.read(frame);
      if (datagram) yield datagram;
    }
  }
  frames.finish();
  datagrams.finish();
}
