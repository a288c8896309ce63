import { hasRole } from '../network/scope-network.ts';
import type { ScopeState } from './scope-state.ts';

/** Roles that pass on what their clients send; flows show the two halves and never who stands at the far end. */
const FORWARDING = ['load-balancer', 'proxy'] as const;

/**
 * Rows of contacts by client, with balancers and proxies outside the CDE that themselves open contacts into it: the client may
 * reach the CDE through them (DOMAIN 2.6).
 */
export function forwardedContacts(state: ScopeState): ReadonlyMap<number, readonly number[]> {
  const { roles } = state.network;
  const found = new Map<number, number[]>();
  const candidates = [...roles]
    .filter(([system, tags]) => !state.isCde(system) && FORWARDING.some((role) => hasRole(tags, role)))
    .map(([system]) => system);
  if (candidates.length === 0) return found;
  const forwarders = opening(state, new Set(candidates));
  if (forwarders.size === 0) return found;
  eachOpening(state, (client, server, row) => {
    if (!forwarders.has(server)) return;
    const rows = found.get(client);
    if (rows) rows.push(row);
    else found.set(client, [row]);
  });
  return found;
}

/** Those that are, or may be, clients of a system of the CDE. */
function opening(state: ScopeState, candidates: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set<number>();
  eachOpening(state, (client, server) => {
    if (candidates.has(client) && state.isCde(server)) found.add(client);
  });
  return found;
}

/** Calls for every contact that is no scan and may have come about; both ways where nobody knows who began. */
function eachOpening(
  { network: { contacts } }: ScopeState,
  visit: (client: number, server: number, row: number) => void,
): void {
  for (let row = 0; row < contacts.count; row++) {
    if (!contacts.isOpen(row) || contacts.isScan(row)) continue;
    const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
    visit(from, to, row);
    if (!contacts.isDirected(row)) visit(to, from, row);
  }
}
