import type { AddressBinding, AssetFact } from '@scopemap/scope-model';
import { hosts } from '../hosts.ts';

/** Every inventoried host, by its name. */
export const assetFacts: readonly AssetFact[] = hosts.map(({ name, role, zone }) => ({
  id: name,
  name,
  firstSeen: null,
  lastSeen: null,
  knownBy: ['import'],
  inventory: {
    type: role,
    vendor: null,
    product: null,
    version: null,
    purpose: null,
    owner: null,
    location: zone,
    environment: null,
  },
}));

/** Addresses are fixed: nobody at Larkmoor gets one for a while only. */
export const bindingFacts: readonly AddressBinding[] = hosts.flatMap(({ name, address, address6 }) =>
  [address, ...(address6 ? [address6] : [])].map((text) => ({
    asset: name,
    address: text,
    from: null,
    until: null,
    basis: 'declared',
  })),
);
