import { read16, read32 } from './byte-order.ts';

/** The frame holds something other than IP. */
export const NOT_IP = -1;
/** The frame ends inside its link-layer header. */
export const TOO_SHORT = -2;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** 802.1Q, 802.1ad and the numbers that were in use before it: 4 bytes, then the next type. */
const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100, 0x9200, 0x9300]);
const MPLS = new Set([0x8847, 0x8848]);
const PPPOE_SESSION = 0x8864;
const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;
/** IEEE 802.3: smaller values are the length of an LLC frame. */
const SMALLEST_ETHERTYPE = 0x0600;
/** LLC header of SNAP and the first byte of its organisation; the type stands behind the organisation. */
const LLC_SNAP = 0xaaaa_0300;
/** AF_INET and the AF_INET6 of Linux, NetBSD, FreeBSD and macOS. */
const LOOPBACK_FAMILIES = new Set([2, 10, 24, 28, 30]);

/** Offset of the IP header behind an MPLS label stack; what follows the last label is told by its first four bits. */
function skipLabels(bytes: Uint8Array, start: number): number {
  for (let at = start; at + 4 <= bytes.length; at += 4) {
    const bottom = ((bytes[at + 2] as number) & 1) === 1;
    if (bottom) return rawIp(bytes, at + 4);
  }
  return TOO_SHORT;
}

/** Offset of the IP header, given where a type field stands and that its payload follows. */
function fromEthertype(bytes: Uint8Array, typeAt: number): number {
  for (let at = typeAt; at + 2 <= bytes.length; ) {
    const type = read16(bytes, at, false);
    const next = at + 2;
    if (type === IPV4 || type === IPV6) return next;
    if (VLAN_TAGS.has(type)) at = next + 2;
    else if (MPLS.has(type)) return skipLabels(bytes, next);
    else if (type === PPPOE_SESSION) {
      if (next + 8 > bytes.length) return TOO_SHORT;
      const protocol = read16(bytes, next + 6, false);
      return protocol === PPP_IPV4 || protocol === PPP_IPV6 ? next + 8 : NOT_IP;
    } else if (type < SMALLEST_ETHERTYPE) {
      if (next + 8 > bytes.length || read32(bytes, next, false) !== LLC_SNAP) return NOT_IP;
      at = next + 6;
    } else return NOT_IP;
  }
  return TOO_SHORT;
}

function rawIp(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return TOO_SHORT;
  const version = (bytes[at] as number) >>> 4;
  return version === 4 || version === 6 ? at : NOT_IP;
}

/** BSD loopback: the address family in the byte order of the machine (0) or of the network (108). */
function loopback(bytes: Uint8Array): number {
  if (bytes.length < 4) return TOO_SHORT;
  const known = [true, false].some((little) => LOOPBACK_FAMILIES.has(read32(bytes, 0, little)));
  return known ? rawIp(bytes, 4) : NOT_IP;
}

const raw = (bytes: Uint8Array) => rawIp(bytes, 0);

/** Readers by LINKTYPE_ number (www.tcpdump.org/linktypes.html). */
const LINK_LAYERS = new Map<number, (bytes: Uint8Array) => number>([
  [0, loopback],
  [1, (bytes) => fromEthertype(bytes, 12)],
  [12, raw],
  [14, raw],
  [101, raw],
  [108, loopback],
  [113, (bytes) => fromEthertype(bytes, 14)],
  [228, raw],
  [229, raw],
  // Linux cooked v2 has its type field first and 18 more bytes of header.
  [276, (bytes) => (bytes.length < 20 ? TOO_SHORT : cookedV2(bytes))],
]);

function cookedV2(bytes: Uint8Array): number {
  const type = read16(bytes, 0, false);
  if (type === IPV4 || type === IPV6) return 20;
  if (MPLS.has(type)) return skipLabels(bytes, 20);
  // A tag comes behind the header: two bytes of tag, then the next type.
  return VLAN_TAGS.has(type) ? fromEthertype(bytes, 22) : NOT_IP;
}

export function isLinkTypeKnown(linkType: number): boolean {
  return LINK_LAYERS.has(linkType);
}

/** Offset of the IP header in a frame of a known link type, {@link NOT_IP} or {@link TOO_SHORT}. */
export function findIpHeader(bytes: Uint8Array, linkType: number): number {
  return LINK_LAYERS.get(linkType)?.(bytes) ?? NOT_IP;
}
