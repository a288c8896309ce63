import { TCP } from '@scopemap/net';
import { type AllowEntry, oneLine } from './allow-entry.ts';

/**
 * IOS lists `NAME` for the clients' packets and `NAME-REPLY` for what comes back (and `NAME-V6`, `NAME-V6-REPLY`), each ending in
 * a logged denial. Replies over TCP ask for `established`, other replies name the server's port.
 */
export function writeIosDraft(entries: readonly AllowEntry[], name: string): string {
  const four = entries.filter(({ client }) => !client.includes(':'));
  const six = entries.filter(({ client }) => client.includes(':'));
  const lists = [
    ...(four.length > 0 || six.length === 0 ? lists4(four, name) : []),
    ...(six.length > 0 ? lists6(six, `${name}-V6`) : []),
  ];
  return `${lists.join('\n')}\n`;
}

function lists4(entries: readonly AllowEntry[], name: string): string[] {
  return [
    `ip access-list extended ${name}`,
    ...entries.flatMap((entry) => [...remark(entry), ` permit ${forward(entry)}`]),
    ' deny ip any any log',
    `ip access-list extended ${name}-REPLY`,
    ...entries.flatMap(reply),
    ' deny ip any any log',
  ];
}

function lists6(entries: readonly AllowEntry[], name: string): string[] {
  return [
    `ipv6 access-list ${name}`,
    ...entries.flatMap((entry) => [...remark(entry), ` permit ${forward(entry)}`]),
    ' deny ipv6 any any log',
    `ipv6 access-list ${name}-REPLY`,
    ...entries.flatMap(reply),
    ' deny ipv6 any any log',
  ];
}

function remark({ comment }: AllowEntry): string[] {
  const text = comment === null ? '' : oneLine(comment);
  return text === '' ? [] : [` remark ${text}`];
}

function forward({ client, server, protocol, port, icmpType }: AllowEntry): string {
  const detail = port === null ? (icmpType === null ? '' : ` ${icmpType}`) : ` eq ${port}`;
  return `${protocolText(protocol)} host ${client} host ${server}${detail}`;
}

/** Messages that ask for none have no line. */
const ICMP_REPLY: Readonly<Record<string, number>> = { '1 8': 0, '1 13': 14, '1 15': 16, '1 17': 18, '58 128': 129 };

function reply({ client, server, protocol, port, icmpType }: AllowEntry): string[] {
  const name = protocolText(protocol);
  if (icmpType !== null) {
    const type = ICMP_REPLY[`${protocol} ${icmpType}`];
    return type === undefined ? [] : [` permit ${name} host ${server} host ${client} ${type}`];
  }
  if (port === null) return [` permit ${name} host ${server} host ${client}`];
  return [` permit ${name} host ${server} eq ${port} host ${client}${protocol === TCP ? ' established' : ' gt 1023'}`];
}

function protocolText(protocol: number): string {
  const names: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp' };
  return names[protocol] ?? String(protocol);
}
