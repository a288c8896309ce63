import { corporateHosts } from './hosts/corporate-hosts.ts';
import { dmzHosts } from './hosts/dmz-hosts.ts';
import { outsideHosts } from './hosts/outside-hosts.ts';
import { paymentHosts } from './hosts/payment-hosts.ts';
import { securityHosts } from './hosts/security-hosts.ts';
import { storeHosts } from './hosts/store-hosts.ts';
import type { ReferenceHost } from './reference-host.ts';

/** Every inventoried system. */
export const hosts: readonly ReferenceHost[] = [
  ...paymentHosts,
  ...storeHosts,
  ...dmzHosts,
  ...securityHosts,
  ...corporateHosts,
  ...outsideHosts,
];

/** Systems that speak on the network but are in no inventory; a null zone means outside every prefix. */
export const undeclaredAddresses: readonly {
  readonly address: string;
  readonly zone: string | null;
  readonly note: string;
}[] = [
  { address: '203.0.113.66', zone: 'Internet', note: 'Unknown host that a payment terminal of store 117 talks to.' },
  { address: '10.99.0.7', zone: null, note: 'Private address in no zone that reads files in the corporate network.' },
];
