import { protocolNumber, TCP, UDP } from './ip-protocol.ts';
import { serviceName } from './service-names.ts';

/** What a written service stands for; null matches any. */
export interface ServicePattern {
  /** IANA number. */
  readonly protocol: number | null;
  readonly port: number | null;
}

let byName: Map<string, ServicePattern[]> | undefined;

/** The table of names, turned round; made at the first use. */
function servicesByName(): Map<string, ServicePattern[]> {
  if (byName) return byName;
  byName = new Map();
  for (const protocol of [TCP, UDP]) {
    for (let port = 0; port <= 65_535; port++) {
      const name = serviceName(protocol, port);
      if (name === null) continue;
      const services = byName.get(name) ?? [];
      services.push({ protocol, port });
      byName.set(name, services);
    }
  }
  return byName;
}

/** Every name of a service that {@link parseService} knows. */
export function serviceNames(): Iterable<string> {
  return servicesByName().keys();
}

/**
 * Reads what a person writes for a service: `443`, `443/tcp`, `443/tcp https` as labels show it, `https`, `icmp`. Null when it
 * is none of these.
 */
export function parseService(text: string): readonly ServicePattern[] | null {
  const word = text.trim().toLowerCase();
  const withPort = /^([0-9]{1,5})(?:\/([a-z0-9-]+)(?:\s.*)?)?$/.exec(word);
  if (withPort) {
    const port = Number(withPort[1]);
    const protocol = withPort[2] === undefined ? null : protocolNumber(withPort[2]);
    if (port > 65_535 || (withPort[2] !== undefined && protocol === null)) return null;
    return [{ protocol, port }];
  }
  const named = servicesByName().get(word);
  if (named) return named;
  const protocol = protocolNumber(word);
  return protocol === null ? null : [{ protocol, port: null }];
}
