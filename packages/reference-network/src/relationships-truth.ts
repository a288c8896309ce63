import { hosts } from './hosts.ts';
import { observersOf } from './relate.ts';
import type { RelationshipTruth } from './relationship-truth.ts';
import { corporateRelationships } from './relationships/corporate-relationships.ts';
import { infrastructureRelationships } from './relationships/infrastructure-relationships.ts';
import { outsideRelationships } from './relationships/outside-relationships.ts';
import { paymentRelationships } from './relationships/payment-relationships.ts';
import { scannerRelationships } from './relationships/scanner-relationships.ts';
import { storeRelationships } from './relationships/store-relationships.ts';
import { trapRelationships } from './relationships/trap-relationships.ts';
import { unusualRelationships } from './relationships/unusual-relationships.ts';

/** Relationships as their ends know them, before any translation. */
export const originals: readonly RelationshipTruth[] = [
  ...paymentRelationships,
  ...storeRelationships,
  ...infrastructureRelationships,
  ...corporateRelationships,
  ...outsideRelationships,
  ...unusualRelationships,
  ...scannerRelationships,
  ...trapRelationships,
];

function translate(translated: string, members: readonly RelationshipTruth[]): RelationshipTruth {
  const first = members[0] as RelationshipTruth;
  const gateway = hosts.find(({ address }) => address === translated)?.name ?? translated;
  return {
    ...first,
    id: first.id.replace(first.client, gateway),
    client: gateway,
    clientAddress: translated,
    schedule: null,
    observers: observersOf(translated, first.serverAddress),
    translatedTo: null,
    translationOf: members.map(({ id }) => id),
    trap: members.find(({ trap }) => trap !== null)?.trap ?? null,
  };
}

/** The outside view of what leaves through the NAT gateway: one relationship per server and service, whoever is behind it. */
function translations(inside: readonly RelationshipTruth[]): RelationshipTruth[] {
  const groups = Map.groupBy(
    inside.filter(({ translatedTo }) => translatedTo !== null),
    ({ serverAddress, protocol, port, clientPort, state }) =>
      `${serverAddress}/${protocol}/${port}/${clientPort}/${state}`,
  );
  return [...groups.values()].map((members) => translate(members[0]?.translatedTo as string, members));
}

/** Everything that is true, seen or not. */
export const relationshipsTruth: readonly RelationshipTruth[] = [...originals, ...translations(originals)];
