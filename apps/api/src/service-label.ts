import { hasPorts, protocolName } from '@scopemap/net';
import { serviceText } from '@scopemap/scope-model';

/**
 * `443/tcp https`, `6000/tcp` without a known name, `icmp` for protocols without ports, `undecided/tcp` when it is not known
 * which of the two ports is the service (`port` null).
 */
export function serviceLabel(protocol: number, port: number | null): string {
  if (!hasPorts(protocol)) return protocolName(protocol);
  if (port === null) return `undecided/${protocolName(protocol)}`;
  return serviceText(protocol, port);
}
