import type { DirectionChange, DirectionSide, EndpointEvent, ServiceEndpoint } from '@scopemap/contract';
import type { DirectionChangeRow, EndpointEvent as EndpointEventRow, ServiceEndpointRow } from '@scopemap/database';
import { hasPorts, protocolName } from '@scopemap/net';
import { serviceLabel } from '../service-label.ts';

function isoOrNull(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}

export function presentEndpoint(row: ServiceEndpointRow): ServiceEndpoint {
  const { protocol, port } = row;
  return {
    ...row,
    protocol: protocolName(protocol),
    service: serviceLabel(protocol, port),
    scannedAt: isoOrNull(row.scannedAt),
    firstOpenAt: isoOrNull(row.firstOpenAt),
    lastOpenAt: isoOrNull(row.lastOpenAt),
  };
}

export function presentEvent(event: EndpointEventRow): EndpointEvent {
  return { ...event, at: event.at.toISOString() };
}

type ChangedSide = DirectionChangeRow['before'];

/** In a stored row a client port of -1 says that the direction is decided. */
const DIRECTED = -1;

function serviceOf(protocol: number, { port, clientPort }: ChangedSide): string {
  if (clientPort === DIRECTED || clientPort === port) return serviceLabel(protocol, port);
  const text = (each: number) => (each === 0 ? 'many ports' : String(each));
  return hasPorts(protocol)
    ? `${text(clientPort)} and ${text(port)}/${protocolName(protocol)}`
    : protocolName(protocol);
}

function presentSide(protocol: number, side: ChangedSide): DirectionSide {
  const { client, server, method, confidence } = side;
  const directed = side.clientPort === DIRECTED;
  return { client, server, directed, service: serviceOf(protocol, side), method, confidence };
}

export function presentChange(row: DirectionChangeRow): DirectionChange {
  const { id, author, reason, cause, protocol } = row;
  // What takes a change back is stored as undone from the start, so that nothing takes it back in turn.
  const restores = row.undoneAt?.getTime() === row.changedAt.getTime();
  return {
    id,
    author,
    reason,
    changedAt: row.changedAt.toISOString(),
    cause: `${cause.address} ${serviceLabel(cause.protocol, cause.port)}`,
    before: presentSide(protocol, row.before),
    after: presentSide(protocol, row.after),
    restores,
    undoneAt: restores ? null : isoOrNull(row.undoneAt),
  };
}
