import { formatIp } from '@scopemap/net';
import type { FrameHeader } from './flow-record.ts';

const ETHERNET_FRAME = new Set([315, 104]);
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100]);
const PPPOE_SESSION = 0x8864;
const WITH_PORTS = new Set([6, 17, 33, 132, 136]);
const IP_IN_IP = new Set([4, 41]);
/** Extension headers of IPv6 that state their length in 8-byte units: hop-by-hop, routing, destination options. */
const EXTENSIONS = new Set([0, 43, 60]);
const FRAGMENT = 44;
const MAX_HEADERS = 4;

/**
 * IP headers of a sampled frame, outermost first: the frame is that of element 315 or 104 (from the Ethernet header on)
 * or 313 (from the IP header on), and may be cut off anywhere. Empty when there is no IP header that can be read.
 */
export function readFrameHeaders(frame: Uint8Array, element: number): FrameHeader[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const headers: FrameHeader[] = [];
  let at: number | null = ETHERNET_FRAME.has(element) ? networkLayer(view) : 0;
  while (at !== null && headers.length < MAX_HEADERS) at = readHeader(view, at, headers);
  return headers;
}

/** Where the IP header begins behind Ethernet and VLAN tags; null when something else does. */
function networkLayer(view: DataView): number | null {
  let at = 12;
  while (at + 2 <= view.byteLength && VLAN_TAGS.has(view.getUint16(at))) at += 4;
  if (at + 2 > view.byteLength) return null;
  const type = view.getUint16(at);
  if (type === IPV4 || type === IPV6) return at + 2;
  return type === PPPOE_SESSION ? at + 10 : null;
}

/** Adds the header at `at`; returns where an inner IP header begins, or null. */
function readHeader(view: DataView, at: number, headers: FrameHeader[]): number | null {
  if (at + 20 > view.byteLength) return null;
  const version = view.getUint8(at) >>> 4;
  if (version === 4) return readIpv4(view, at, headers);
  return version === 6 && at + 40 <= view.byteLength ? readIpv6(view, at, headers) : null;
}

function readIpv4(view: DataView, at: number, headers: FrameHeader[]): number | null {
  const headerLength = (view.getUint8(at) & 15) * 4;
  if (headerLength < 20) return null;
  const protocol = view.getUint8(at + 9);
  const firstFragment = (view.getUint16(at + 6) & 0x1fff) === 0;
  headers.push({
    ipVersion: 4,
    srcAddr: address(view, at + 12, 4),
    dstAddr: address(view, at + 16, 4),
    protocol,
    length: view.getUint16(at + 2),
    ...(firstFragment ? ports(view, at + headerLength, protocol) : {}),
  });
  return firstFragment && IP_IN_IP.has(protocol) ? at + headerLength : null;
}

function readIpv6(view: DataView, at: number, headers: FrameHeader[]): number | null {
  let protocol = view.getUint8(at + 6);
  let next = at + 40;
  let firstFragment = true;
  while ((EXTENSIONS.has(protocol) || protocol === FRAGMENT) && next + 8 <= view.byteLength) {
    const length = protocol === FRAGMENT ? 8 : (view.getUint8(next + 1) + 1) * 8;
    if (protocol === FRAGMENT && view.getUint16(next + 2) >>> 3 !== 0) firstFragment = false;
    protocol = view.getUint8(next);
    next += length;
  }
  headers.push({
    ipVersion: 6,
    srcAddr: address(view, at + 8, 16),
    dstAddr: address(view, at + 24, 16),
    protocol,
    length: view.getUint16(at + 4) + 40,
    ...(firstFragment ? ports(view, next, protocol) : {}),
  });
  return firstFragment && IP_IN_IP.has(protocol) ? next : null;
}

function ports(view: DataView, at: number, protocol: number): { srcPort?: number; dstPort?: number } {
  if (!WITH_PORTS.has(protocol) || at + 4 > view.byteLength) return {};
  return { srcPort: view.getUint16(at), dstPort: view.getUint16(at + 2) };
}

function address(view: DataView, at: number, length: 4 | 16): string {
  return formatIp(new Uint8Array(view.buffer, view.byteOffset + at, length));
}
