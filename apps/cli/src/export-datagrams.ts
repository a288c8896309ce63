import { type CaptureProblem, isExportDatagram, type UdpDatagram } from '@scopemap/flow-codec/capture';
import { readDatagramRuns } from './capture-file.ts';

/**
 * The export datagrams of a capture file, in runs to be taken to their end one after the other: those to a conventional
 * export port and those elsewhere that are unmistakable. With `port`, exactly those sent to it.
 */
export async function* readExportDatagramRuns(
  file: string,
  port: number | undefined,
  onProblem: (problem: CaptureProblem) => void,
): AsyncGenerator<Iterable<UdpDatagram>> {
  for await (const run of readDatagramRuns(file, onProblem)) yield exportDatagramsOf(run, port);
}

/** The same one by one, for whoever waits between them anyway. */
export async function* readExportDatagrams(
  file: string,
  port: number | undefined,
  onProblem: (problem: CaptureProblem) => void,
): AsyncGenerator<UdpDatagram> {
  for await (const run of readExportDatagramRuns(file, port, onProblem)) yield* run;
}

function* exportDatagramsOf(datagrams: Iterable<UdpDatagram>, port: number | undefined): Generator<UdpDatagram> {
  for (const datagram of datagrams) {
    const { destinationPort, payload } = datagram;
    const wanted = port === undefined ? isExportDatagram(destinationPort, payload) : destinationPort === port;
    if (wanted) yield datagram;
  }
}
