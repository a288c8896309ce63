import { type CaptureProblem, isExportDatagram, type UdpDatagram } from '@scopemap/flow-codec/capture';
import { readDatagrams } from './capture-file.ts';

/**
 * The export datagrams of a capture file: those to a conventional export port and those elsewhere that are unmistakable.
 * With `port`, exactly those sent to it.
 */
export async function* readExportDatagrams(
  file: string,
  port: number | undefined,
  onProblem: (problem: CaptureProblem) => void,
): AsyncGenerator<UdpDatagram> {
  for await (const datagram of readDatagrams(file, onProblem)) {
    const { destinationPort, payload } = datagram;
    const wanted = port === undefined ? isExportDatagram(destinationPort, payload) : destinationPort === port;
    if (wanted) yield datagram;
  }
}
