import type { HostSummary, RelationshipRow } from '@scopemap/contract';
import type { CsvValue } from '@scopemap/evidence';

/** Header and value of each column, in their order. */
export type CsvColumns<Row> = readonly (readonly [header: string, value: (row: Row) => CsvValue])[];

/** Everything that the hosts table shows. Instants are ISO 8601 in UTC. */
export const HOST_CSV: CsvColumns<HostSummary> = [
  ['address', (host) => host.address],
  ['name', (host) => host.name],
  ['zone', (host) => host.zoneName],
  ['category', (host) => host.category],
  ['conflict', (host) => host.conflict],
  ['status', (host) => host.status],
  ['services', (host) => host.services],
  ['peers', (host) => host.peers],
  ['first_seen', (host) => host.firstSeen],
  ['last_seen', (host) => host.lastSeen],
];

/** Everything that the relationships table shows. Without a direction `client` and `server` are only the two sides. */
export const RELATIONSHIP_CSV: CsvColumns<RelationshipRow> = [
  ['id', (row) => row.id],
  ['status', (row) => row.status],
  ['status_text', (row) => row.statusText],
  ['directed', (row) => row.directed],
  ['client_address', (row) => row.client.address],
  ['client_name', (row) => row.client.name],
  ['client_zone', (row) => row.client.zoneName],
  ['client_category', (row) => row.client.category],
  ['server_address', (row) => row.server.address],
  ['server_name', (row) => row.server.name],
  ['server_zone', (row) => row.server.zoneName],
  ['server_category', (row) => row.server.category],
  ['protocol', (row) => row.protocol],
  ['port', (row) => row.port],
  ['client_port', (row) => row.clientPort],
  ['service', (row) => row.service],
  ['direction_method', (row) => row.method],
  ['direction_confidence', (row) => row.confidence],
  ['state', (row) => row.state],
  ['attempts', (row) => row.attempts],
  ['flows', (row) => row.flows],
  ['packets', (row) => row.packets],
  ['octets', (row) => row.octets],
  ['first_seen', (row) => row.firstSeen],
  ['last_seen', (row) => row.lastSeen],
  ['observers', (row) => row.observers.join(' ')],
];
