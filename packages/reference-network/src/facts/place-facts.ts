import type { PlaceRef, SegmentFact, SegmentSighting, ZoneFact } from '@scopemap/scope-model';
import type { ExpectedRelationship } from '../expected-relationships.ts';
import { storeNumbers, terminalNetwork } from '../hosts/store-hosts.ts';
import { zoneNameOf } from '../relate.ts';
import { zones } from '../zones.ts';

export function zoneRef(name: string): PlaceRef {
  return { kind: 'zone', id: name };
}

export const zoneFacts: readonly ZoneFact[] = zones.map(({ name, prefixes }) => ({ id: name, name, prefixes }));

/** Terminals have a VLAN per store; every other zone is one segment, which its zone stands for. */
export const segmentFacts: readonly SegmentFact[] = storeNumbers.map((store) => ({
  id: `store-${store}-vlan`,
  name: `Terminals of store ${store}`,
  zone: 'Store POS',
  prefixes: [terminalNetwork(store)],
  vlan: 30,
  wireless: false,
}));

/** Whoever was heard on a group that no router passes on stands in the segment where it was heard. */
export function sightingFacts(expected: readonly ExpectedRelationship[]): SegmentSighting[] {
  return expected
    .filter(({ truth }) => truth.kind === 'multicast')
    .map(({ truth, first, last }) => ({
      id: `${truth.client} heard on ${truth.server}`,
      asset: truth.client,
      place: zoneRef(zoneNameOf(truth.clientAddress)),
      first,
      last,
      basis: `${truth.port}/udp to ${truth.server}`,
    }));
}
