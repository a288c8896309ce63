import { hasRole } from '../network/scope-network.ts';
import type { ScopeState } from './scope-state.ts';

/** Roles that pass on what their clients send; flows show the two halves and never who stands at the far end. */
const FORWARDING = ['load-balancer', 'proxy'] as const;

/**
 * Rows of contacts by client, with balancers and proxies outside the CDE that themselves open contacts into it: the client may
 * reach the CDE through them (DOMAIN 2.6).
 */
export function forwardedContacts(state: ScopeState): ReadonlyMap<number, readonly number[]> {
  const { contacts, roles } = state.network;
  const forwarders = new Set(
    [...roles]
      .filter(([system, tags]) => !state.isCde(system) && FORWARDING.some((role) => hasRole(tags, role)))
      .map(([system]) => system)
      .filter((system) => opensIntoCde(state, system)),
  );
  const found = new Map<number, number[]>();
  if (forwarders.size === 0) return found;
  for (let row = 0; row < contacts.count; row++) {
    if (!contacts.isOpen(row) || contacts.isScan(row)) continue;
    const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
    if (forwarders.has(to)) push(found, from, row);
    if (forwarders.has(from) && !contacts.isDirected(row)) push(found, to, row);
  }
  return found;
}

function opensIntoCde(state: ScopeState, system: number): boolean {
  const { contacts, adjacency } = state.network;
  return adjacency()
    .rows(system)
    .some((row) => {
      const isClient = contacts.from[row] === system || !contacts.isDirected(row);
      const peer = (contacts.from[row] === system ? contacts.to[row] : contacts.from[row]) as number;
      return isClient && contacts.isOpen(row) && state.isCde(peer);
    });
}

function push(map: Map<number, number[]>, key: number, row: number): void {
  const rows = map.get(key);
  if (rows) rows.push(row);
  else map.set(key, [row]);
}
