import type { RelationshipRow } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { approvableServices } from './approvable-services.ts';

const SIDE = { hostId: 1, address: '10.0.0.1', name: null, zoneId: 1, zoneName: 'A', category: 'CONNECTED' } as const;

function row(change: Partial<RelationshipRow>): RelationshipRow {
  return {
    id: '1',
    client: SIDE,
    server: SIDE,
    directed: true,
    protocol: 'tcp',
    port: 443,
    clientPort: null,
    icmpType: null,
    icmpCode: null,
    attempts: 0,
    service: '443/tcp https',
    bundle: 'zone-1>zone-1|443-6|unreviewed',
    method: 'tcp-flags',
    confidence: 'certain',
    state: 'established',
    status: 'unreviewed',
    statusText: '',
    flows: 1,
    packets: 1,
    octets: 1,
    firstSeen: '2026-09-01T00:00:00Z',
    lastSeen: '2026-09-01T00:00:00Z',
    observers: [],
    ...change,
  };
}

describe('approvableServices', () => {
  it('lists each service once, the most used first', () => {
    const dns = { protocol: 'udp', port: 53, service: '53/udp dns' };
    expect(approvableServices([row({}), row(dns), row(dns)])).toEqual([
      { protocol: 'udp', port: 53, label: '53/udp dns' },
      { protocol: 'tcp', port: 443, label: '443/tcp https' },
    ]);
  });

  it('offers nothing where it is not known who serves, or there is no port', () => {
    expect(approvableServices([row({ directed: false }), row({ port: null })])).toEqual([]);
  });
});
