import type { ScopeRole } from '../facts/tag-fact.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';
import { usesRole } from './role-services.ts';

export interface RoleUse {
  /** Whose role it is. */
  readonly system: number;
  readonly user: number;
  readonly role: TagOf<'role'>;
  readonly row: number;
}

/** Contacts of systems with one of the roles that are use of it. One pass over all contacts. */
export function* roleUses(network: ScopeNetwork, roles: ReadonlySet<ScopeRole>): Generator<RoleUse> {
  const { contacts, systems } = network;
  const having = new Uint8Array(systems.count);
  for (const [system, tags] of network.roles)
    if (tags.some(({ statement }) => roles.has(statement.role))) having[system] = 1;
  if (!having.includes(1)) return;
  const { from, to } = contacts;
  for (let row = 0; row < contacts.count; row++) {
    const a = from[row] as number;
    const b = to[row] as number;
    if (having[a] === 1) yield* usesOf(network, roles, row, a, b);
    if (having[b] === 1) yield* usesOf(network, roles, row, b, a);
  }
}

/** The same of one system. */
export function* roleUsesOf(network: ScopeNetwork, roles: ReadonlySet<ScopeRole>, system: number): Generator<RoleUse> {
  const { from, to } = network.contacts;
  for (const row of network.adjacency().rows(system)) {
    const user = from[row] === system ? to[row] : from[row];
    yield* usesOf(network, roles, row, system, user as number);
  }
}

function* usesOf(
  network: ScopeNetwork,
  roles: ReadonlySet<ScopeRole>,
  row: number,
  system: number,
  user: number,
): Generator<RoleUse> {
  for (const role of network.roles.get(system) ?? [])
    if (roles.has(role.statement.role) && usesRole(network, row, system, role)) yield { system, user, role, row };
}
