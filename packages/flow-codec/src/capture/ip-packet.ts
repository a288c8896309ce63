import { read16, read32 } from './byte-order.ts';

/** An IP packet, or a fragment of one. Address and payload bytes lie in the frame. */
export interface IpPacket {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** Protocol behind the extension headers; of a fragment, the header that its data starts with in the first fragment. */
  readonly protocol: number;
  /** The captured part of the payload. */
  readonly payload: Uint8Array;
  /** Length of the payload by the IP header; more than `payload.length` when the frame is cut. */
  readonly payloadLength: number;
  readonly fragment: IpFragment | null;
}

export interface IpFragment {
  readonly id: number;
  /** Byte offset in the payload of the whole packet. */
  readonly offset: number;
  /** Further fragments come behind this one. */
  readonly more: boolean;
}

const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const FRAGMENT_HEADER = 44;
const AUTHENTICATION_HEADER = 51;
/** Hop-by-hop, routing, destination options, mobility, HIP, shim6: 8 bytes units after the first 8 (RFC 8200 section 4). */
const EXTENSION_HEADERS = new Set([0, 43, 60, 135, 139, 140]);

function parseIpv4Packet(bytes: Uint8Array): IpPacket | null {
  const headerLength = ((bytes[0] as number) & 0x0f) * 4;
  if (headerLength < IPV4_HEADER || bytes.length < headerLength) return null;
  const totalLength = read16(bytes, 2, false);
  if (totalLength < headerLength) return null;
  const flags = read16(bytes, 6, false);
  const offset = (flags & 0x1fff) * 8;
  const more = (flags & 0x2000) !== 0;
  return {
    source: bytes.subarray(12, 16),
    destination: bytes.subarray(16, 20),
    protocol: bytes[9] as number,
    payload: bytes.subarray(headerLength, totalLength),
    payloadLength: totalLength - headerLength,
    fragment: more || offset > 0 ? { id: read16(bytes, 4, false), offset, more } : null,
  };
}

export function isExtensionHeader(protocol: number): boolean {
  return protocol === FRAGMENT_HEADER || protocol === AUTHENTICATION_HEADER || EXTENSION_HEADERS.has(protocol);
}

/** What an IPv6 payload holds behind its extension headers. */
export interface ExtendedPayload {
  readonly protocol: number;
  /** Length of the extension headers. */
  readonly at: number;
  readonly fragment: IpFragment | null;
}

/** Walks the extension headers of an IPv6 payload up to the first fragment; null when they are not all there. */
export function walkExtensionHeaders(payload: Uint8Array, firstHeader: number): ExtendedPayload | null {
  let protocol = firstHeader;
  let at = 0;
  for (;;) {
    if (!isExtensionHeader(protocol)) return { protocol, at, fragment: null };
    if (at + 8 > payload.length) return null;
    const next = payload[at] as number;
    const length = payload[at + 1] as number;
    if (protocol === FRAGMENT_HEADER) {
      const place = read16(payload, at + 2, false);
      const fragment = { id: read32(payload, at + 4, false), offset: place & 0xfff8, more: (place & 1) === 1 };
      // An atomic fragment (RFC 6946) is a whole packet.
      if (fragment.more || fragment.offset > 0) return { protocol: next, at: at + 8, fragment };
      at += 8;
    } else at += protocol === AUTHENTICATION_HEADER ? (length + 2) * 4 : (length + 1) * 8;
    protocol = next;
  }
}

function parseIpv6Packet(bytes: Uint8Array): IpPacket | null {
  const length = read16(bytes, 4, false);
  const all = bytes.subarray(IPV6_HEADER, IPV6_HEADER + length);
  const extended = walkExtensionHeaders(all, bytes[6] as number);
  if (!extended || extended.at > length) return null;
  return {
    source: bytes.subarray(8, 24),
    destination: bytes.subarray(24, 40),
    protocol: extended.protocol,
    payload: all.subarray(extended.at),
    payloadLength: length - extended.at,
    fragment: extended.fragment,
  };
}

/** The packet that starts at the first byte; null when its headers are not all there or contradict each other. */
export function parseIpPacket(bytes: Uint8Array): IpPacket | null {
  const version = bytes.length === 0 ? 0 : (bytes[0] as number) >>> 4;
  if (version === 4 && bytes.length >= IPV4_HEADER) return parseIpv4Packet(bytes);
  if (version === 6 && bytes.length >= IPV6_HEADER) return parseIpv6Packet(bytes);
  return null;
}
