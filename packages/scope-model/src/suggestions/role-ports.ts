import { TCP, UDP } from '@scopemap/net';
import type { ScopeRole } from '../facts/tag-fact.ts';

/** Which end of a contact has the role: of agents, the one that calls them. `other`: the end outside the CDE. */
export type RoleHolder = 'server' | 'client' | 'other';

interface RolePorts {
  readonly role: ScopeRole;
  readonly holder: RoleHolder;
  readonly protocols: readonly number[];
  readonly ports: readonly number[];
}

/**
 * Services by whose use by the CDE a role shows (DOMAIN 2.6): registered ports, and those that products document for their
 * agents. Ports with several common uses are not here.
 */
const ROLE_PORTS: readonly RolePorts[] = [
  { role: 'directory', holder: 'server', protocols: [TCP, UDP], ports: [88, 389, 636, 3268, 3269] },
  { role: 'dns', holder: 'server', protocols: [TCP, UDP], ports: [53, 853] },
  { role: 'ntp', holder: 'server', protocols: [UDP], ports: [123] },
  { role: 'log', holder: 'server', protocols: [TCP, UDP], ports: [514, 601, 1514, 5514, 6514, 9997, 12201] },
  { role: 'patch', holder: 'server', protocols: [TCP], ports: [8530, 8531] },
  { role: 'config-mgmt', holder: 'server', protocols: [TCP], ports: [4505, 4506, 8140] },
  { role: 'kms', holder: 'server', protocols: [TCP], ports: [5696] },
  { role: 'monitoring', holder: 'client', protocols: [UDP], ports: [161] },
  { role: 'monitoring', holder: 'client', protocols: [TCP], ports: [5666, 10_050] },
  { role: 'monitoring', holder: 'server', protocols: [UDP], ports: [162] },
  // rsync, NDMP, NetBackup, Veeam, Commvault, Bacula: who copies from whom depends on the set-up.
  {
    role: 'backup',
    holder: 'other',
    protocols: [TCP],
    ports: [873, 1556, 6160, 6162, 8400, 9102, 9103, 10_000, 13_782],
  },
];

const BY_SERVICE = new Map(
  ROLE_PORTS.flatMap(({ role, holder, protocols, ports }) =>
    protocols.flatMap((protocol) => ports.map((port) => [`${protocol} ${port}`, { role, holder }] as const)),
  ),
);

/** The role that use of a service shows; undefined for none. */
export function roleOfService(
  protocol: number,
  port: number | null,
): { readonly role: ScopeRole; readonly holder: RoleHolder } | undefined {
  return port === null ? undefined : BY_SERVICE.get(`${protocol} ${port}`);
}
