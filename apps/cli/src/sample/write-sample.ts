import { once } from 'node:events';
import { captureHeader, capturePacket } from '@scopemap/flow-codec/capture';
import { openOutput } from '../output.ts';
import { sampleDatagrams } from './sample-datagrams.ts';

/** Writes the sample network's export packets to a pcap file. Returns the number of packets. */
export async function writeSample(file: string, period: { end: number; days: number }): Promise<number> {
  const stream = await openOutput(file);
  stream.write(captureHeader());
  let packets = 0;
  for (const datagram of sampleDatagrams(period)) {
    packets++;
    if (!stream.write(capturePacket(datagram))) await once(stream, 'drain');
  }
  await once(stream.end(), 'close');
  return packets;
}
