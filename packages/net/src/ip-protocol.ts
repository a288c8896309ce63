/** Internet protocol numbers that occur in flow records (IANA "Assigned Internet Protocol Numbers"). */
const NAMES: Readonly<Record<number, string>> = {
  0: 'hopopt',
  1: 'icmp',
  2: 'igmp',
  4: 'ipip',
  6: 'tcp',
  8: 'egp',
  17: 'udp',
  33: 'dccp',
  41: 'ipv6',
  46: 'rsvp',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'ipv6-icmp',
  88: 'eigrp',
  89: 'ospf',
  94: 'ipip-old',
  97: 'etherip',
  103: 'pim',
  108: 'ipcomp',
  112: 'vrrp',
  115: 'l2tp',
  132: 'sctp',
  136: 'udplite',
  137: 'mpls-in-ip',
};

const NUMBERS = new Map(Object.entries(NAMES).map(([number, name]) => [name, Number(number)]));

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;
export const SCTP = 132;

const WITH_PORTS: ReadonlySet<number> = new Set([TCP, UDP, 33, SCTP, 136]);

/** Lower-case keyword of a protocol number; `proto-N` for those without a name here. */
export function protocolName(protocol: number): string {
  return NAMES[protocol] ?? `proto-${protocol}`;
}

/** Number of a protocol name or decimal text in any case; null when unknown or outside 0-255. */
export function protocolNumber(text: string): number | null {
  const lower = text.trim().toLowerCase();
  const known = NUMBERS.get(lower);
  if (known !== undefined) return known;
  const digits = /^(?:proto-)?([0-9]{1,3})$/.exec(lower);
  return digits && Number(digits[1]) <= 255 ? Number(digits[1]) : null;
}

/** True for TCP, UDP, DCCP, SCTP and UDP-Lite: protocols whose conversations are told apart by ports. */
export function hasPorts(protocol: number): boolean {
  return WITH_PORTS.has(protocol);
}
