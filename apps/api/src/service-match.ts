import type { ServiceMatch } from '@scopemap/database';
import { protocolNumber, serviceName, TCP, UDP } from '@scopemap/net';

let byName: Map<string, ServiceMatch[]> | undefined;

/** The table of names, turned round; made at the first use. */
function servicesByName(): Map<string, ServiceMatch[]> {
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

/**
 * Reads what a person writes for a service: `443`, `443/tcp`, `443/tcp https` as labels show it, `https`, `icmp`. Null when it
 * is none of these.
 */
export function parseServiceMatch(text: string): ServiceMatch[] | null {
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
