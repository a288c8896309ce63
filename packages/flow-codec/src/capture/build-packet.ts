import { type IpBytes, parseIp, UDP } from '@scopemap/net';
import { ByteWriter } from '../encode/byte-writer.ts';

const HOP_LIMIT = 64;
const DONT_FRAGMENT = 0x4000;

/** Internet checksum (RFC 1071) of the bytes, an odd last one padded with zero. */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function addressBytes(text: string): IpBytes {
  const bytes = parseIp(text);
  if (!bytes) throw new RangeError(`${text} is not an IP address`);
  return bytes;
}

/** Header and payload of a UDP datagram with its checksum over the addresses (RFC 768, RFC 8200 section 8.1). */
export function udpSegment(
  source: IpBytes,
  sourcePort: number,
  destination: IpBytes,
  destinationPort: number,
  payload: Uint8Array,
): Uint8Array {
  const length = payload.length + 8;
  const pseudo = new ByteWriter().bytes(source).bytes(destination).u32(length).u32(UDP);
  const segment = new ByteWriter().u16(sourcePort).u16(destinationPort).u16(length).u16(0).bytes(payload);
  const checksum = internetChecksum(pseudo.bytes(segment.toBytes()).toBytes());
  // A sum of 0 would say "no checksum".
  segment.setU16(6, checksum === 0 ? 0xffff : checksum);
  return segment.toBytes();
}

/** What may stand in an IPv4 header besides the addresses. */
export interface Ipv4Fields {
  readonly protocol: number;
  readonly id?: number;
  /** Flags and fragment offset as in the header; "don't fragment" unless given. */
  readonly fragmentField?: number;
  /** Bytes of IP options, a multiple of 4. */
  readonly options?: Uint8Array;
}

/** An IPv4 packet with its header checksum. */
export function ipv4Packet(source: IpBytes, destination: IpBytes, fields: Ipv4Fields, payload: Uint8Array): Uint8Array {
  const options = fields.options ?? new Uint8Array(0);
  const headerLength = 20 + options.length;
  const header = new ByteWriter().u8(0x40 | (headerLength / 4)).u8(0);
  header
    .u16(headerLength + payload.length)
    .u16(fields.id ?? 0)
    .u16(fields.fragmentField ?? DONT_FRAGMENT);
  header.u8(HOP_LIMIT).u8(fields.protocol).u16(0).bytes(source).bytes(destination).bytes(options);
  header.setU16(10, internetChecksum(header.toBytes()));
  return header.bytes(payload).toBytes();
}

/** An IPv6 packet; extension headers are part of the payload. */
export function ipv6Packet(source: IpBytes, destination: IpBytes, nextHeader: number, payload: Uint8Array): Uint8Array {
  const header = new ByteWriter().u32(0x6000_0000).u16(payload.length).u8(nextHeader).u8(HOP_LIMIT);
  return header.bytes(source).bytes(destination).bytes(payload).toBytes();
}

/** An IP packet with one UDP datagram. Throws RangeError for mixed address families or more than 16 bits of length. */
export function udpPacket(
  source: string,
  sourcePort: number,
  destination: string,
  destinationPort: number,
  payload: Uint8Array,
): Uint8Array {
  const from = addressBytes(source);
  const to = addressBytes(destination);
  if (from.length !== to.length) throw new RangeError(`a packet cannot go from ${source} to ${destination}`);
  const segment = udpSegment(from, sourcePort, to, destinationPort, payload);
  return from.length === 4 ? ipv4Packet(from, to, { protocol: UDP }, segment) : ipv6Packet(from, to, UDP, segment);
}

/** An Ethernet frame between two made-up stations. */
export function ethernetFrame(packet: Uint8Array): Uint8Array {
  const frame = new ByteWriter().u32(0x0200_0000).u16(2).u32(0x0200_0000).u16(1);
  return frame
    .u16((packet[0] as number) >>> 4 === 6 ? 0x86dd : 0x0800)
    .bytes(packet)
    .toBytes();
}
