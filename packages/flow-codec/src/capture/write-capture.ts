import { ByteWriter } from '../encode/byte-writer.ts';
import { ethernetFrame, udpPacket } from './build-packet.ts';

/** One UDP datagram to be written to a capture. */
export interface CaptureDatagram {
  /** Milliseconds since 1970 UTC, before 2106; kept to the microsecond. */
  readonly time: number;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
}

const MAGIC = 0xa1b2c3d4;
const SNAP_LENGTH = 262_144;
const ETHERNET = 1;

/** Header of a pcap file (big-endian, microseconds, Ethernet); packets follow it. */
export function captureHeader(): Uint8Array {
  return new ByteWriter().u32(MAGIC).u16(2).u16(4).u32(0).u32(0).u32(SNAP_LENGTH).u32(ETHERNET).toBytes();
}

/** A pcap record of the datagram in an Ethernet frame, checksums included. Throws RangeError when it cannot be a packet. */
export function capturePacket(datagram: CaptureDatagram): Uint8Array {
  const { source, sourcePort, destination, destinationPort, payload } = datagram;
  const frame = ethernetFrame(udpPacket(source, sourcePort, destination, destinationPort, payload));
  const micros = Math.round(datagram.time * 1000);
  const record = new ByteWriter().u32(Math.floor(micros / 1e6)).u32(micros % 1e6);
  return record.u32(frame.length).u32(frame.length).bytes(frame).toBytes();
}

/** A whole pcap file. For long ones, write {@link captureHeader} and {@link capturePacket} as they come. */
export function writeCapture(datagrams: Iterable<CaptureDatagram>): Uint8Array {
  const file = new ByteWriter().bytes(captureHeader());
  for (const datagram of datagrams) file.bytes(capturePacket(datagram));
  return file.toBytes();
}
