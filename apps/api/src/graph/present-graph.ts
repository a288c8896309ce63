import type { Graph, GraphBundle, GraphZone } from '@scopemap/contract';
import type { GraphBundleRow, GraphRows, GraphZoneRow, UnassignedGroupRow } from '@scopemap/database';
import { serviceLabel } from '../service-label.ts';

const COLLECTED: Readonly<Record<string, string>> = {
  'unassigned-internet': 'Internet addresses without a zone',
  'unassigned-private': 'Private addresses without a zone',
};

function zone({ id, name, claim, category, prefixes, hostCount }: GraphZoneRow): GraphZone {
  return { id: `zone-${id}`, zoneId: id, name, prefixes: [...prefixes], claim, category, hostCount };
}

function unassigned({ key, network, category, hostCount }: UnassignedGroupRow): GraphZone {
  return {
    id: key,
    zoneId: null,
    name: network === null ? (COLLECTED[key] ?? key) : `${network} (no zone)`,
    prefixes: network === null ? [] : [network],
    claim: 'undetermined',
    category,
    hostCount,
  };
}

/** Zones and, behind them, groups of hosts that are in none. */
export function presentZones({ zones, unassigned: groups }: Pick<GraphRows, 'zones' | 'unassigned'>): GraphZone[] {
  return [...zones.map(zone), ...groups.map(unassigned)];
}

function bundle(row: GraphBundleRow): GraphBundle {
  const services = row.services.map(({ protocol, port }) => serviceLabel(protocol, port));
  const count = `${services.length} ${services.length === 1 ? 'service' : 'services'}`;
  return {
    id: row.key,
    sourceZone: row.source,
    targetZone: row.target,
    service: row.infrastructure ? `infra · ${count}` : services.join(', '),
    services,
    status: row.status,
    infrastructure: row.infrastructure,
    directed: row.directed,
    pairs: row.pairs,
    flows: row.flows,
    octets: row.octets,
    firstSeen: new Date(row.firstSeen).toISOString(),
    lastSeen: new Date(row.lastSeen).toISOString(),
    sourceHosts: [...row.sourceHosts],
    targetHosts: [...row.targetHosts],
  };
}

/** Names and labels for what the database counted. */
export function presentGraph(rows: GraphRows, period: Graph['period']): Graph {
  return {
    period,
    days: [...rows.days],
    zones: presentZones(rows),
    hosts: rows.hosts.map(({ zoneKey, ...host }) => ({ ...host, zone: zoneKey })),
    bundles: rows.bundles.map(bundle),
    counts: rows.counts,
    omittedHosts: rows.counts.hosts - rows.hosts.length,
  };
}
