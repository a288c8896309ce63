import { TCP } from '@scopemap/net';
import type { ContactFact, ContactState, Direction } from '@scopemap/scope-model';
import type { ExpectedRelationship } from '../expected-relationships.ts';
import { exporters } from '../exporters.ts';
import { hosts } from '../hosts.ts';
import type { RelationshipTruth, TruthState } from '../relationship-truth.ts';

const STATES: Readonly<Record<TruthState, ContactState>> = {
  established: 'established',
  attempted: 'attempted',
  // Whether a datagram that wants no answer arrived, flows cannot tell.
  'one-way': 'unknown',
};

const inventoried = new Set(hosts.map(({ name }) => name));
const exporterNames = new Map(exporters.map(({ name, address }) => [address, name]));
const scanners = new Set(hosts.filter(({ role }) => role === 'vulnscan').map(({ name }) => name));

function directionOf({ kind, protocol }: RelationshipTruth): Direction & { readonly directed: boolean } {
  switch (kind) {
    case 'peer':
      return { directed: false, method: 'peer', confidence: 'none' };
    case 'undecidable':
      return { directed: false, method: 'none', confidence: 'none' };
    case 'portless':
      return { directed: true, method: 'first-seen', confidence: 'medium' };
    default:
      return protocol === TCP
        ? { directed: true, method: 'tcp-flags', confidence: 'high' }
        : { directed: true, method: 'known-service', confidence: 'medium' };
  }
}

/** What the exporters saw of every relationship in the period. The id is that of the truth. */
export function contactFacts(expected: readonly ExpectedRelationship[]): ContactFact[] {
  return expected.map(({ truth, conversations, first, last, observers }) => ({
    id: truth.id,
    from: inventoried.has(truth.client) ? truth.client : truth.clientAddress,
    to: inventoried.has(truth.server) ? truth.server : truth.serverAddress,
    ...directionOf(truth),
    protocol: truth.protocol,
    port: truth.port,
    state: STATES[truth.state],
    scanner: scanners.has(truth.client),
    first,
    last,
    flows: conversations,
    observers: observers.map((address) => exporterNames.get(address) ?? address),
  }));
}
