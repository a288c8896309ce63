import { UDP } from '@scopemap/net';
import { hasRole } from '../../network/scope-network.ts';
import { contactRefs, listNames } from '../../rules/fact-refs.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { ScopeItem } from '../classification.ts';

const NTP_PORT = 123;

/** Systems of the CDE that take their time from others than the designated servers (10.6.2). Nothing while none is designated. */
export function* timeSourceItems(state: ScopeState): Generator<ScopeItem> {
  const { network } = state;
  const { contacts, systems, roles } = network;
  if (![...roles.values()].some((tags) => hasRole(tags, 'ntp'))) return;
  const foreign = new Map<number, number[]>();
  for (let row = 0; row < contacts.count; row++) {
    if (contacts.port(row) !== NTP_PORT || contacts.protocol(row) !== UDP || !contacts.isEstablished(row)) continue;
    const [client, server] = [contacts.from[row] as number, contacts.to[row] as number];
    // Between two servers either may be the one that asks.
    if (!state.isCde(client) || !contacts.isDirected(row) || hasRole(roles.get(server), 'ntp')) continue;
    const rows = foreign.get(client);
    if (rows) rows.push(row);
    else foreign.set(client, [row]);
  }
  for (const [client, rows] of foreign) {
    const servers = listNames(rows.map((row) => systems.name(contacts.to[row] as number)));
    const text = `${systems.name(client)} takes its time from ${servers}, which is no designated time server (10.6.2).`;
    const subject = { kind: 'asset', id: systems.ids[client] as string } as const;
    yield { code: 'time-source', severity: 'medium', subject, text, facts: contactRefs(network, rows) };
  }
}
