import type { IcmpMessage } from '../model/service-match.ts';

type Messages = Readonly<Record<string, readonly [type: number, code?: number]>>;

/** ICMP message names of Cisco and netfilter (IANA "ICMP Type Numbers"). */
const ICMP_NAMES: Messages = {
  'address-mask-reply': [18],
  'address-mask-request': [17],
  'administratively-prohibited': [3, 13],
  'alternate-address': [6],
  'communication-prohibited': [3, 13],
  'conversion-error': [31],
  'destination-unreachable': [3],
  'dod-host-prohibited': [3, 10],
  'dod-net-prohibited': [3, 9],
  echo: [8],
  'echo-reply': [0],
  'echo-request': [8],
  'fragmentation-needed': [3, 4],
  'general-parameter-problem': [12, 0],
  'host-isolated': [3, 8],
  'host-prohibited': [3, 10],
  'host-redirect': [5, 1],
  'host-tos-redirect': [5, 3],
  'host-tos-unreachable': [3, 12],
  'host-unknown': [3, 7],
  'host-unreachable': [3, 1],
  'info-reply': [16],
  'info-request': [15],
  'information-reply': [16],
  'information-request': [15],
  'mask-reply': [18],
  'mask-request': [17],
  'mobile-redirect': [32],
  'net-redirect': [5, 0],
  'net-tos-redirect': [5, 2],
  'net-tos-unreachable': [3, 11],
  'net-unreachable': [3, 0],
  'network-unknown': [3, 6],
  'network-unreachable': [3, 0],
  'no-room-for-option': [12, 2],
  'option-missing': [12, 1],
  'packet-too-big': [3, 4],
  'parameter-problem': [12],
  'port-unreachable': [3, 3],
  'precedence-unreachable': [3, 15],
  'protocol-unreachable': [3, 2],
  'reassembly-timeout': [11, 1],
  redirect: [5],
  'router-advertisement': [9],
  'router-solicitation': [10],
  'source-quench': [4],
  'source-route-failed': [3, 5],
  'time-exceeded': [11],
  'timestamp-reply': [14],
  'timestamp-request': [13],
  traceroute: [30],
  'ttl-exceeded': [11, 0],
  unreachable: [3],
};

const ICMPV6_NAMES: Messages = {
  'destination-unreachable': [1],
  echo: [128],
  'echo-reply': [129],
  'echo-request': [128],
  'mld-query': [130],
  'mld-reduction': [132],
  'mld-report': [131],
  'mld2-listener-report': [143],
  'nd-na': [136],
  'nd-neighbor-advert': [136],
  'nd-neighbor-solicit': [135],
  'nd-ns': [135],
  'nd-redirect': [137],
  'nd-router-advert': [134],
  'nd-router-solicit': [133],
  'neighbour-advertisement': [136],
  'neighbour-solicitation': [135],
  'neighbor-advertisement': [136],
  'neighbor-redirect': [137],
  'neighbor-solicitation': [135],
  'packet-too-big': [2],
  'parameter-problem': [4],
  'port-unreachable': [1, 4],
  redirect: [137],
  'router-advertisement': [134],
  'router-solicitation': [133],
  'time-exceeded': [3],
  unreachable: [1],
};

/** The message of a name or `type`, `type/code` in decimal; null when it is not known. */
export function icmpMessage(text: string, version: 4 | 6): IcmpMessage | null {
  const numbers = /^([0-9]{1,3})(?:\/([0-9]{1,3}))?$/.exec(text);
  if (numbers) {
    const type = Number(numbers[1]);
    const code = numbers[2] === undefined ? null : Number(numbers[2]);
    return type > 255 || (code ?? 0) > 255 ? null : { type, code };
  }
  const names = version === 4 ? ICMP_NAMES : ICMPV6_NAMES;
  const known = Object.hasOwn(names, text) ? names[text] : undefined;
  return known ? { type: known[0], code: known[1] ?? null } : null;
}
