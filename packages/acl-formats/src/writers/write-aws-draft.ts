import { hasPorts, ICMPV6, protocolName } from '@scopemap/net';
import { type AllowEntry, oneLine } from './allow-entry.ts';

/**
 * `describe-security-groups` JSON with one group per server (`sg-draft-ADDRESS`), for the server's side: a security group names
 * sources only, so that two servers with different clients need two groups.
 */
export function writeAwsDraft(entries: readonly AllowEntry[]): string {
  const servers = new Map<string, AllowEntry[]>();
  for (const entry of entries) servers.set(entry.server, [...(servers.get(entry.server) ?? []), entry]);
  const groups = [...servers].map(([server, own]) => ({
    GroupId: awsGroupOf(server),
    GroupName: `draft for ${server}`,
    Description: `clients of ${server}`,
    IpPermissions: own.map(permission),
    IpPermissionsEgress: [],
  }));
  return `${JSON.stringify({ SecurityGroups: groups }, null, 2)}\n`;
}

/** Name of the group that a draft makes for a server. */
export function awsGroupOf(server: string): string {
  return `sg-draft-${server.replaceAll(':', '-')}`;
}

function permission({ client, protocol, port, icmpType, comment }: AllowEntry) {
  const name = protocol === ICMPV6 ? 'icmpv6' : protocolName(protocol);
  const text = comment === null ? '' : oneLine(comment).replaceAll(/[^A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]/g, ' ');
  const description = text === '' ? {} : { Description: text };
  const six = client.includes(':');
  return {
    IpProtocol: ['tcp', 'udp', 'icmp', 'icmpv6'].includes(name) ? name : String(protocol),
    ...(port !== null && hasPorts(protocol) ? { FromPort: port, ToPort: port } : {}),
    ...(name === 'icmp' || name === 'icmpv6' ? { FromPort: icmpType ?? -1, ToPort: -1 } : {}),
    IpRanges: six ? [] : [{ CidrIp: `${client}/32`, ...description }],
    Ipv6Ranges: six ? [{ CidrIpv6: `${client}/128`, ...description }] : [],
    UserIdGroupPairs: [],
    PrefixListIds: [],
  };
}
