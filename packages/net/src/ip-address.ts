/**
 * IPv4 and IPv6 addresses: text to bytes and back, and their order.
 *
 * An address is 4 or 16 bytes in network order. Its canonical text is dotted decimal for IPv4 and RFC 5952 for IPv6;
 * two addresses are the same exactly when their canonical texts are the same.
 */
export type IpBytes = Uint8Array;

const DECIMAL_OCTET = /^(0|[1-9][0-9]{0,2})$/;
const HEX_GROUP = /^[0-9a-f]{1,4}$/i;

function parseIpv4(text: string): IpBytes | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    // Leading zeros are refused: some tools read them as octal.
    if (!DECIMAL_OCTET.test(part) || Number(part) > 255) return null;
    bytes[i] = Number(part);
  }
  return bytes;
}

/** 16-bit groups of a colon-separated part; dotted decimal may only stand at the very end of the address. */
function groupsOf(text: string, dottedTail: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (dottedTail && i === parts.length - 1 && part.includes('.')) {
      const v4 = parseIpv4(part);
      if (!v4) return null;
      groups.push(((v4[0] as number) << 8) | (v4[1] as number), ((v4[2] as number) << 8) | (v4[3] as number));
    } else if (HEX_GROUP.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

function parseIpv6(text: string): IpBytes | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] as string, true) : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const bytes = new Uint8Array(16);
  for (const [i, group] of groups.entries()) {
    bytes[i * 2] = group >> 8;
    bytes[i * 2 + 1] = group & 0xff;
  }
  return bytes;
}

/** Reads an IPv4 or IPv6 address; null when the text is not one. Zone ids (`%eth0`) and leading zeros are refused. */
export function parseIp(text: string): IpBytes | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function formatIpv6(bytes: Uint8Array): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] as number) << 8) | (bytes[i + 1] as number));
  // RFC 5952 4.2: the longest run of two or more zero groups is shortened, the first one on a tie.
  let bestStart = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; ) {
    let j = i;
    while (j < 8 && groups[j] === 0) j++;
    if (j - i > bestLength) {
      bestStart = i;
      bestLength = j - i;
    }
    i = Math.max(j, i + 1);
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  // RFC 5952 5: IPv4-mapped addresses keep their dotted part.
  if (bestStart === 0 && bestLength === 5 && groups[5] === 0xffff) return `::ffff:${bytes.slice(12).join('.')}`;
  if (bestStart < 0) return hex(groups);
  return `${hex(groups.slice(0, bestStart))}::${hex(groups.slice(bestStart + bestLength))}`;
}

/** Canonical text of 4 or 16 bytes. Throws RangeError for any other length: that is a programming error. */
export function formatIp(bytes: IpBytes): string {
  if (bytes.length === 4) return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
  if (bytes.length === 16) return formatIpv6(bytes);
  throw new RangeError(`an IP address has 4 or 16 bytes, not ${bytes.length}`);
}

/** Canonical form of an address text, or null when it is not an address. */
export function canonicalIp(text: string): string | null {
  const bytes = parseIp(text);
  return bytes && formatIp(bytes);
}

/** Orders addresses: IPv4 before IPv6, then numerically. Negative when `a` comes first, 0 when they are equal. */
export function compareIpBytes(a: IpBytes, b: IpBytes): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** {@link compareIpBytes} for canonical texts; a text that is not an address sorts last, by its characters. */
export function compareIp(a: string, b: string): number {
  const left = parseIp(a);
  const right = parseIp(b);
  if (left && right) return compareIpBytes(left, right);
  if (left) return -1;
  if (right) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
