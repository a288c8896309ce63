/** What the retailer's staff say of a zone or a host. A claim is a fact among others, not the category. */
export type ScopeClaim = 'cde' | 'connected' | 'security-impacting' | 'out-of-scope' | 'external' | 'undetermined';

/** A named part of the network; its prefixes are canonical CIDR texts and no two zones overlap. */
export interface ReferenceZone {
  readonly name: string;
  readonly claim: ScopeClaim;
  readonly prefixes: readonly string[];
  readonly description: string;
  readonly wireless: boolean;
}

/** Stands for a zone in what an exporter sees: multicast and broadcast destinations, which are never hosts. */
export const MULTICAST = '(multicast)';

/** Stands for a zone in what an exporter sees: addresses outside every zone. */
export const UNZONED = '(unzoned)';
