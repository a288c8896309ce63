import { ICMP, ICMPV6, UDP } from '@scopemap/net';
import type { ScopeRole } from '../facts/tag-fact.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';

/** Ports by which a role is used. A role that is not here has no service of its own: any contact is use of it. */
const ROLE_PORTS: Partial<Record<ScopeRole, ReadonlySet<number>>> = {
  directory: new Set([88, 135, 139, 389, 445, 464, 636, 3268, 3269, 9389]),
  dns: new Set([53, 853]),
  ntp: new Set([123]),
  log: new Set([514, 601, 1514, 5044, 5514, 6514, 9997, 12201, 24224]),
};

/** Roles whose use by the CDE makes security-impacting (DOMAIN 2.3, 2.6). Others need a person's word. */
export const SECURITY_ROLES: ReadonlySet<ScopeRole> = new Set([
  'directory',
  'dns',
  'ntp',
  'patch',
  'antimalware',
  'vulnscan',
  'fim',
  'log',
  'ids',
  'mfa',
  'pam',
  'jump',
  'vpn',
  'kms',
  'pki',
  'config-mgmt',
  'ci-cd',
  'virt-manager',
  'backup',
  'redirect',
  'physical-security',
  'flow-collector',
]);

/** Roles with power over whoever uses them (DOMAIN 2.5, `influence`). */
export const INFLUENCE_ROLES: ReadonlySet<ScopeRole> = new Set([
  'directory',
  'pam',
  'config-mgmt',
  'ci-cd',
  'patch',
  'backup',
  'virt-manager',
  'kms',
]);

/** Roles of systems through which others go on to where they may not go themselves. */
export const WAY_IN_ROLES: readonly ScopeRole[] = ['jump', 'vpn', 'pam'];

export function isPing(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}

/**
 * True when the contact is use of the role that the system has. Where a service has a port of its own, the system must be its
 * server, or nobody know who is; a datagram that wants no answer counts there as well. What a scanner opened is use of
 * the scanner alone.
 */
export function usesRole(network: ScopeNetwork, row: number, system: number, { statement }: TagOf<'role'>): boolean {
  const { contacts } = network;
  const protocol = contacts.protocol(row);
  if (isPing(protocol) || !contacts.isOpen(row)) return false;
  const isServer = contacts.to[row] === system || !contacts.isDirected(row);
  if (contacts.isScan(row) && contacts.to[row] === system) return false;
  const ports = ROLE_PORTS[statement.role];
  if (!ports) return contacts.isEstablished(row) && !asksOfOthers(network, row, system);
  const port = contacts.port(row);
  if (port === null || !ports.has(port) || !isServer) return false;
  return contacts.isEstablished(row) || protocol === UDP;
}

/** Names, time, logs, tickets and directory queries: whoever asks has no power over who answers, whatever its own role. */
const ORDINARY_PORTS: ReadonlySet<number> = new Set([53, 88, 123, 389, 464, 514, 636, 853, 3268, 3269, 6514]);

/** True when the system is the client of a service that every other system uses as well. */
function asksOfOthers({ contacts, roles }: ScopeNetwork, row: number, system: number): boolean {
  const port = contacts.port(row);
  if (port === null || !contacts.isDirected(row) || contacts.from[row] !== system) return false;
  if (ORDINARY_PORTS.has(port)) return true;
  const serves = roles.get(contacts.to[row] as number) ?? [];
  return serves.some(({ statement }) => ROLE_PORTS[statement.role]?.has(port) ?? false);
}
