/** How the three products read the same grammar. */
export interface CiscoDialect {
  readonly name: 'ios' | 'nxos' | 'asa';
  /** IOS counts the free bits (`0.0.0.255`), ASA the fixed ones (`255.255.255.0`). */
  readonly mask: 'wildcard' | 'subnet';
  /** `icmp` in an IPv6 list is ICMPv6. */
  readonly icmp: 1 | 58;
}

export const IOS: CiscoDialect = { name: 'ios', mask: 'wildcard', icmp: 1 };
export const NXOS: CiscoDialect = { name: 'nxos', mask: 'wildcard', icmp: 1 };
export const ASA: CiscoDialect = { name: 'asa', mask: 'subnet', icmp: 1 };
