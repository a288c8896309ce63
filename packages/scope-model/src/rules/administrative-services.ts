import { TCP, UDP } from '@scopemap/net';
import type { ScopeRole } from '../facts/tag-fact.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';

/** Services by which one system may administer another, whatever that is (DOMAIN 2.5, `influence_candidate`). */
const ADMINISTRATIVE_TCP: ReadonlySet<number> = new Set([
  22, 23, 623, 902, 1433, 1521, 3306, 3389, 5432, 5900, 5901, 5902, 5903, 5904, 5905, 5906, 5985, 5986, 8443, 9443,
]);
/** Remote management, and SNMP: whether it reads or writes, a flow does not tell. */
const ADMINISTRATIVE_UDP: ReadonlySet<number> = new Set([161, 623]);
/** Remote procedures and file shares: how members use a directory, and how others are administered. */
const WINDOWS_TCP: ReadonlySet<number> = new Set([135, 445]);
const WEB_PORT = 443;
/** Roles whose web pages are a management plane. */
const MANAGEMENT_PLANES: ReadonlySet<ScopeRole> = new Set([
  'hypervisor',
  'virt-manager',
  'pam',
  'config-mgmt',
  'ci-cd',
  'kms',
  'nsc',
]);

/** True when a service of a server with the roles may be used to administer it. */
export function isAdministrative(protocol: number, port: number | null, roles: readonly ScopeRole[]): boolean {
  if (port === null) return false;
  if (protocol === UDP) return ADMINISTRATIVE_UDP.has(port);
  if (protocol !== TCP) return false;
  if (ADMINISTRATIVE_TCP.has(port)) return true;
  if (WINDOWS_TCP.has(port)) return !roles.includes('directory');
  return port === WEB_PORT && roles.some((role) => MANAGEMENT_PLANES.has(role));
}

/** The same of a contact, with the given end as its server. */
export function mayAdminister({ contacts, roles }: ScopeNetwork, row: number, server: number): boolean {
  const own = roles.get(server)?.map(({ statement }) => statement.role) ?? [];
  return isAdministrative(contacts.protocol(row), contacts.port(row), own);
}
