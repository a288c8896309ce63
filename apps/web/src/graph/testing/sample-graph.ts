import type { Graph } from '@scopemap/contract';

const SEEN = { firstSeen: '2026-09-01T00:00:00Z', lastSeen: '2026-09-30T00:00:00Z' };

/** A small network for the tests of this folder: a vault, a proxy zone, an office, and one violation from office to vault. */
export function sampleGraph(): Graph {
  const host = (id: number, zone: string, name: string | null, category: Graph['hosts'][number]['category']) => ({
    id,
    zone,
    address: `10.0.0.${id}`,
    name,
    category,
    conflict: false,
    server: id % 2 === 0,
    status: 'ordinary' as const,
  });
  return {
    period: { from: null, to: null },
    days: [],
    zones: [
      {
        id: 'zone-1',
        zoneId: 1,
        name: 'Vault',
        prefixes: ['10.1.0.0/24'],
        claim: 'cde',
        category: 'CDE_CHD',
        hostCount: 2,
      },
      {
        id: 'zone-2',
        zoneId: 2,
        name: 'Proxies',
        prefixes: ['10.2.0.0/24', '10.3.0.0/24'],
        claim: 'connected',
        category: 'SECURITY_IMPACTING',
        hostCount: 1,
      },
      {
        id: 'zone-3',
        zoneId: 3,
        name: 'Office',
        prefixes: [],
        claim: 'out-of-scope',
        category: 'CONNECTED',
        hostCount: 2,
      },
      {
        id: 'unassigned-10.9.0.0/24',
        zoneId: null,
        name: '10.9.0.0/24',
        prefixes: ['10.9.0.0/24'],
        claim: 'undetermined',
        category: 'UNDETERMINED',
        hostCount: 1,
      },
    ],
    hosts: [
      host(1, 'zone-1', 'db-1', 'CDE_CHD'),
      host(2, 'zone-1', 'db-2', 'CDE_CHD'),
      host(3, 'zone-2', 'proxy', 'SECURITY_IMPACTING'),
      host(4, 'zone-3', 'bi', 'CONNECTED'),
      host(5, 'zone-3', 'pc', 'OUT_OF_SCOPE'),
      host(6, 'unassigned-10.9.0.0/24', null, 'UNDETERMINED'),
    ],
    bundles: [
      {
        id: 'b-violation',
        sourceZone: 'zone-3',
        targetZone: 'zone-1',
        service: '5432/tcp postgres',
        services: ['5432/tcp postgres'],
        status: 'violation',
        infrastructure: false,
        directed: true,
        pairs: 1,
        flows: 41,
        octets: 18_300_000,
        ...SEEN,
        sourceHosts: [4],
        targetHosts: [1],
      },
      {
        id: 'b-infra',
        sourceZone: 'zone-3',
        targetZone: 'zone-2',
        service: 'infra · 2 services',
        services: ['53/udp dns', '123/udp ntp'],
        status: 'approved',
        infrastructure: true,
        directed: true,
        pairs: 2,
        flows: 900,
        octets: 90_000,
        ...SEEN,
        sourceHosts: [4, 5],
        targetHosts: [3],
      },
    ],
    counts: { hosts: 6, relationships: 3, violations: 1, unreviewed: 0, inScope: 4, undetermined: 1 },
    omittedHosts: 0,
  };
}
