import { hasRole, type ScopeNetwork } from '../../network/scope-network.ts';
import { factRef } from '../../rules/fact-refs.ts';
import { WAY_IN_ROLES } from '../../rules/role-services.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { ScopeItem } from '../classification.ts';

/**
 * Jump hosts and the like that are in scope, and of which nothing shows that they ask for a second factor (8.4.2): they neither
 * have the role themselves nor were in contact with a system that has it.
 */
export function* wayInItems(state: ScopeState): Generator<ScopeItem> {
  const { network } = state;
  for (const [system, tags] of network.roles) {
    const ways = tags.filter(({ statement }) => WAY_IN_ROLES.includes(statement.role));
    if (ways.length === 0 || hasRole(tags, 'mfa')) continue;
    if (!state.isCde(system) && !state.holdsFor('R4', system) && !state.holdsFor('R5', system)) continue;
    if (asksForFactor(network, system)) continue;
    yield {
      code: 'mfa-question',
      severity: 'medium',
      subject: { kind: 'asset', id: network.systems.ids[system] as string },
      text: `Does ${network.systems.name(system)} ask for more than one factor (8.4.2)? It is a way into the CDE, and no contact with a system for that was seen.`,
      facts: ways.map((tag) => factRef('tag', tag)),
    };
  }
}

function asksForFactor({ contacts, roles, adjacency }: ScopeNetwork, system: number): boolean {
  for (const row of adjacency().rows(system))
    if (contacts.isEstablished(row) && hasRole(roles.get(contacts.peer(row, system)), 'mfa')) return true;
  return false;
}
