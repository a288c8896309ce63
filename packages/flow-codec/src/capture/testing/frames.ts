import { parseIp } from '@scopemap/net';
import { type Ipv4Fields, ipv4Packet, ipv6Packet, udpSegment } from '../build-packet.ts';
import type { CapturedFrame } from '../captured-frame.ts';

/** Addresses and ports that the tests of datagrams use. */
export const V4 = { source: '192.0.2.1', destination: '198.51.100.2' } as const;
export const V6 = { source: '2001:db8::1', destination: '2001:db8::2' } as const;
export const SOURCE_PORT = 50_000;
export const DESTINATION_PORT = 2055;

export function ip(text: string): Uint8Array {
  const bytes = parseIp(text);
  if (!bytes) throw new Error(`${text} is not an address`);
  return bytes;
}

export function segment(pair: { source: string; destination: string }, payload: Uint8Array): Uint8Array {
  return udpSegment(ip(pair.source), SOURCE_PORT, ip(pair.destination), DESTINATION_PORT, payload);
}

export function v4(payload: Uint8Array, fields: Partial<Ipv4Fields> = {}): Uint8Array {
  return ipv4Packet(ip(V4.source), ip(V4.destination), { protocol: 17, ...fields }, payload);
}

export function v6(nextHeader: number, payload: Uint8Array): Uint8Array {
  return ipv6Packet(ip(V6.source), ip(V6.destination), nextHeader, payload);
}

/** The payload of an IPv4 packet as fragments of `size` bytes (a multiple of 8). */
export function v4Fragments(payload: Uint8Array, size: number, id = 7): Uint8Array[] {
  const fragments: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const more = at + size < payload.length ? 0x2000 : 0;
    fragments.push(v4(payload.subarray(at, at + size), { id, fragmentField: more | (at / 8) }));
  }
  return fragments;
}

/** The payload of an IPv6 packet, starting with `nextHeader`, as fragments of `size` bytes (a multiple of 8). */
export function v6Fragments(nextHeader: number, payload: Uint8Array, size: number, id = 7): Uint8Array[] {
  const fragments: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const more = at + size < payload.length ? 1 : 0;
    const place = at | more;
    const header = [nextHeader, 0, place >>> 8, place & 0xff, 0, 0, id >>> 8, id & 0xff];
    fragments.push(v6(44, Uint8Array.from([...header, ...payload.subarray(at, at + size)])));
  }
  return fragments;
}

const RAW_IP = 101;

/** Frames of raw IP packets, one second apart unless a step in milliseconds is given. */
export function frames(packets: readonly Uint8Array[], linkType = RAW_IP, step = 1000): CapturedFrame[] {
  return packets.map((bytes, i) => ({
    index: i + 1,
    offset: i * 100,
    time: i * step,
    linkType,
    bytes,
    originalLength: bytes.length,
  }));
}
