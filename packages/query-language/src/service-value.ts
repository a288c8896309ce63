import { protocolNumber, serviceName, TCP, UDP } from '@scopemap/net';
import type { ServiceValue } from './value.ts';

let byName: Map<string, { protocol: number; port: number }[]> | undefined;

/** The table of names, turned round; made at the first use. */
function servicesByName(): Map<string, { protocol: number; port: number }[]> {
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

/** All service names that `svc:` knows. */
export function serviceNames(): Iterable<string> {
  return servicesByName().keys();
}

/**
 * Reads what a person writes for a service: `443`, `443/tcp`, `443/tcp https` as labels show it, `https`, `icmp`. Null when it
 * is none of these.
 */
export function serviceValue(written: string): ServiceValue | null {
  const text = written.trim().toLowerCase();
  const withPort = /^([0-9]{1,5})(?:\/([a-z0-9-]+)(?:\s.*)?)?$/.exec(text);
  if (withPort) {
    const port = Number(withPort[1]);
    const protocol = withPort[2] === undefined ? null : protocolNumber(withPort[2]);
    if (port > 65_535 || (withPort[2] !== undefined && protocol === null)) return null;
    return { text, matches: [{ protocol, port }] };
  }
  const named = servicesByName().get(text);
  if (named) return { text, matches: named };
  const protocol = protocolNumber(text);
  return protocol === null ? null : { text, matches: [{ protocol, port: null }] };
}
