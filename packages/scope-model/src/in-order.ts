import { rankAddresses } from './address-rank.ts';
import type { RelationshipIdentity } from './relationship-identity.ts';

const firstOf = ({ client, endpoints }: RelationshipIdentity): string => client ?? endpoints?.[0].address ?? '';
const secondOf = ({ server, endpoints }: RelationshipIdentity): string => server ?? endpoints?.[1].address ?? '';

const orMinusOne = (port: number | null | undefined): number => port ?? -1;

/**
 * Fixed order: by client or first end, server or second end, protocol and port, decided ones first, then by the ports of the ends.
 * The keys are integers in columns, for there are hundreds of thousands of rows.
 */
export function inOrder<Row>(rows: readonly Row[], identityOf: (row: Row) => RelationshipIdentity): Row[] {
  const identities = rows.map(identityOf);
  const ranks = rankAddresses(addressesOf(identities));
  const addresses = new Float64Array(rows.length);
  const services = new Float64Array(rows.length);
  const ends = new Float64Array(rows.length);
  for (const [i, identity] of identities.entries()) {
    const { protocol, port, endpoints } = identity;
    const first = ranks.get(firstOf(identity)) as number;
    addresses[i] = first * ranks.size + (ranks.get(secondOf(identity)) as number);
    services[i] = (protocol * 65_537 + orMinusOne(port) + 1) * 2 + (endpoints ? 1 : 0);
    ends[i] = endpoints ? (orMinusOne(endpoints[0].port) + 1) * 65_537 + orMinusOne(endpoints[1].port) : 0;
  }
  const order = Uint32Array.from({ length: rows.length }, (_, i) => i).sort(
    (a, b) =>
      (addresses[a] as number) - (addresses[b] as number) ||
      (services[a] as number) - (services[b] as number) ||
      (ends[a] as number) - (ends[b] as number),
  );
  return Array.from(order, (i) => rows[i] as Row);
}

function* addressesOf(identities: readonly RelationshipIdentity[]): Generator<string> {
  for (const identity of identities) {
    yield firstOf(identity);
    yield secondOf(identity);
  }
}
