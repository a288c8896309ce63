import { createCaptureReader, createDatagramReader } from '../capture/index.ts';
import type { ExportDatagram } from '../export-datagram.ts';

/**
 * The export datagrams of a capture file. `receivedAt` is the number of the packet, from 1, so that a test can tell in
 * which packet a late record stood.
 */
export function readCaptureFile(file: Uint8Array): ExportDatagram[] {
  const capture = createCaptureReader();
  const reader = createDatagramReader();
  const datagrams = capture
    .push(file)
    .map((frame) => reader.read(frame))
    .filter((datagram) => datagram !== null);
  return datagrams.map(({ source, sourcePort, payload }, i) => ({
    exporter: source,
    port: sourcePort,
    receivedAt: i + 1,
    payload,
  }));
}
