import { ICMP, ICMPV6, SCTP, TCP, UDP } from '@scopemap/net';
import { ANY_SERVICE, type NumberRange, protocolService, type ServiceMatch } from '../../model/service-match.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import type { FortiosEntry } from './fortios-entries.ts';

const tcp = (...ports: number[]): ServiceMatch =>
  protocolService(TCP, { destinationPorts: ports.map((port) => [port, port]) });
const udp = (...ports: number[]): ServiceMatch =>
  protocolService(UDP, { destinationPorts: ports.map((port) => [port, port]) });

/** Services that FortiOS defines by itself; a definition in the file comes first. */
export const FORTIOS_SERVICES: Readonly<Record<string, readonly ServiceMatch[]>> = {
  ALL: [ANY_SERVICE],
  ALL_ICMP: [protocolService(ICMP)],
  ALL_ICMP6: [protocolService(ICMPV6)],
  ALL_TCP: [protocolService(TCP)],
  ALL_UDP: [protocolService(UDP)],
  BGP: [tcp(179)],
  DHCP: [udp(67, 68)],
  DNS: [tcp(53), udp(53)],
  FTP: [tcp(21)],
  HTTP: [tcp(80)],
  HTTPS: [tcp(443)],
  IMAP: [tcp(143)],
  IMAPS: [tcp(993)],
  KERBEROS: [tcp(88, 464), udp(88, 464)],
  LDAP: [tcp(389)],
  LDAP_UDP: [udp(389)],
  'MS-SQL': [tcp(1433, 1434)],
  MYSQL: [tcp(3306)],
  NFS: [tcp(111, 2049), udp(111, 2049)],
  NTP: [tcp(123), udp(123)],
  PING: [protocolService(ICMP, { icmp: [{ type: 8, code: null }] })],
  POP3: [tcp(110)],
  RDP: [tcp(3389)],
  SMB: [tcp(445)],
  SMTP: [tcp(25)],
  SMTPS: [tcp(465)],
  SNMP: [tcp(161, 162), udp(161, 162)],
  SSH: [tcp(22)],
  SYSLOG: [udp(514)],
  TELNET: [tcp(23)],
  TFTP: [udp(69)],
};

/** Services of a `config firewall service custom` entry. Throws {@link NotUnderstood}. */
export function fortiosService({ settings }: FortiosEntry): ServiceMatch[] {
  const protocol = settings.get('protocol')?.[0] ?? 'TCP/UDP/SCTP';
  if (protocol === 'IP') {
    const number = Number(settings.get('protocol-number')?.[0] ?? 0);
    return [number === 0 ? ANY_SERVICE : protocolService(number)];
  }
  if (protocol === 'ICMP' || protocol === 'ICMP6') {
    const type = settings.get('icmptype')?.[0];
    const code = settings.get('icmpcode')?.[0];
    const icmp = type === undefined ? null : [{ type: Number(type), code: code === undefined ? null : Number(code) }];
    return [protocolService(protocol === 'ICMP' ? ICMP : ICMPV6, { icmp })];
  }
  if (!protocol.startsWith('TCP/UDP')) throw new NotUnderstood(`the protocol ${protocol}`);
  if (settings.has('fqdn') || settings.has('iprange')) throw new NotUnderstood('a service bound to addresses');
  return (
    [
      [TCP, 'tcp'],
      [UDP, 'udp'],
      [SCTP, 'sctp'],
    ] as const
  ).flatMap(([number, name]) => (settings.get(`${name}-portrange`) ?? []).map((text) => portsService(number, text)));
}

/** `80`, `8000-8010`, `80:1024-65535` (destination, then source). */
function portsService(protocol: number, text: string): ServiceMatch {
  const [destination = '', source] = text.split(':') as [string, string | undefined];
  return protocolService(protocol, {
    destinationPorts: [portRange(destination)],
    sourcePorts: source === undefined || source === '0-65535' ? null : [portRange(source)],
  });
}

function portRange(text: string): NumberRange {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text);
  const low = Number(match?.[1]);
  const high = Number(match?.[2] ?? match?.[1]);
  if (!match || low > high || high > 65535) throw new NotUnderstood(`the ports "${text}"`);
  return [low, high];
}
