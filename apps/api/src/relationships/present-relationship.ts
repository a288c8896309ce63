import type { RelationshipRow } from '@scopemap/contract';
import type { RelationshipSideRow, RelationshipViewRow } from '@scopemap/database';
import { hasPorts, protocolName } from '@scopemap/net';
import { reviewText } from '@scopemap/scope-model';
import { serviceLabel } from '../service-label.ts';

function end({ name, address, zoneName, standing }: RelationshipSideRow) {
  return { label: name ?? address, zone: zoneName, standing };
}

/** `40000 and 50000/tcp` for two sides of which neither is known to be the service; `many ports/tcp` for a folded row. */
function serviceOf({ protocol, port, clientPort, undecided, folded }: RelationshipViewRow): string {
  if (!undecided) return serviceLabel(protocol, port);
  return folded > 0 ? `many ports/${protocolName(protocol)}` : `${clientPort} and ${port}/${protocolName(protocol)}`;
}

export function presentRelationship(row: RelationshipViewRow): RelationshipRow {
  const { standing: _client, ...client } = row.client;
  const { standing: _server, ...server } = row.server;
  const service = serviceOf(row);
  const portsKnown = hasPorts(row.protocol) && row.folded === 0;
  return {
    id: row.id,
    client,
    server,
    directed: row.directed,
    protocol: protocolName(row.protocol),
    port: portsKnown ? row.port : null,
    clientPort: portsKnown && !row.directed ? row.clientPort : null,
    service,
    bundle: row.bundle,
    icmpType: row.icmpType,
    icmpCode: row.icmpCode,
    method: row.method,
    confidence: row.confidence,
    state: row.state,
    attempts: row.attempts,
    status: row.status,
    statusText: reviewText({
      status: row.status,
      source: end(row.client),
      target: end(row.server),
      directed: row.directed,
      service,
      state: row.state,
      approval: row.approval,
    }),
    flows: row.flows,
    packets: row.packets,
    octets: row.octets,
    firstSeen: new Date(row.firstSeen).toISOString(),
    lastSeen: new Date(row.lastSeen).toISOString(),
    observers: [...row.observers],
  };
}
