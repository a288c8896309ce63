import type { ScopeClaim } from './reference-zone.ts';

/** What a system does. The first group are the roles of PCI DSS scoping (a person confirms them), the second ordinary ones. */
export type HostRole =
  | 'antimalware'
  | 'backup'
  | 'ci-cd'
  | 'config-mgmt'
  | 'directory'
  | 'dns'
  | 'fim'
  | 'flow-collector'
  | 'hypervisor'
  | 'jump'
  | 'kms'
  | 'load-balancer'
  | 'log'
  | 'monitoring'
  | 'nsc'
  | 'ntp'
  | 'pam'
  | 'patch'
  | 'pki'
  | 'proxy'
  | 'redirect'
  | 'virt-manager'
  | 'vpn'
  | 'vulnscan'
  | 'application'
  | 'database'
  | 'exporter'
  | 'external-service'
  | 'file-server'
  | 'gateway'
  | 'mail'
  | 'nat'
  | 'phone'
  | 'pos-terminal'
  | 'server'
  | 'workstation';

export interface HostClaim {
  readonly claim: ScopeClaim;
  readonly reason: string;
}

/** An inventoried system. */
export interface ReferenceHost {
  /** Unique. */
  readonly name: string;
  /** IPv4, unique, inside a prefix of its zone. */
  readonly address: string;
  /** IPv6 of a dual-stacked host, inside a prefix of its zone. */
  readonly address6: string | null;
  readonly zone: string;
  readonly role: HostRole;
  /** A claim about this one system; null when only the zone's claim speaks. */
  readonly claim: HostClaim | null;
  /** True when a person has confirmed that CDE systems use this role. */
  readonly servesCde: boolean;
  /** Hypervisor that runs it, null when physical or not recorded. */
  readonly runsOn: string | null;
  /** Services it offers, as `port/protocol`: `443/tcp`. */
  readonly offers: readonly string[];
}

type Optional = 'address6' | 'claim' | 'servesCde' | 'runsOn' | 'offers';

/** A host with the usual defaults: IPv4 only, no own claim, nothing offered. */
export function host(given: Omit<ReferenceHost, Optional> & Partial<Pick<ReferenceHost, Optional>>): ReferenceHost {
  return { address6: null, claim: null, servesCde: false, runsOn: null, offers: [], ...given };
}

/** `prefix-01` to `prefix-NN`, zero-padded to `digits`. */
export function numbered(prefix: string, from: number, to: number, digits = 2): string[] {
  const names: string[] = [];
  for (let i = from; i <= to; i++) names.push(`${prefix}-${String(i).padStart(digits, '0')}`);
  return names;
}
