import { compareIp } from '@scopemap/net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';
import type { RelationshipIdentity } from './relationship-identity.ts';

const address = fc.constantFrom('10.0.0.10', '10.0.0.9', '192.0.2.1', '::1', '2001:db8::1', '2001:db8::a');
const port = fc.constantFrom(null, 0, 443, 65_535);
const protocol = fc.constantFrom(0, 6, 17, 255);
const decided = fc.record({ client: address, server: address, endpoints: fc.constant(null), protocol, port });
const endpoint = fc.record({ address, port });
const undecided = fc.record({
  client: fc.constant(null),
  server: fc.constant(null),
  endpoints: fc.tuple(endpoint, endpoint),
  protocol,
  port,
});

const numberOf = (value: number | null | undefined) => value ?? -1;

/** The order as its documentation says it, one comparison after the other. */
function compare(a: RelationshipIdentity, b: RelationshipIdentity): number {
  const end = ({ client, server, endpoints }: RelationshipIdentity, i: 0 | 1) =>
    (i === 0 ? client : server) ?? (endpoints?.[i].address as string);
  return (
    compareIp(end(a, 0), end(b, 0)) ||
    compareIp(end(a, 1), end(b, 1)) ||
    a.protocol - b.protocol ||
    numberOf(a.port) - numberOf(b.port) ||
    (a.endpoints ? 1 : 0) - (b.endpoints ? 1 : 0) ||
    numberOf(a.endpoints?.[0].port) - numberOf(b.endpoints?.[0].port) ||
    numberOf(a.endpoints?.[1].port) - numberOf(b.endpoints?.[1].port)
  );
}

test('rows come by first end, second end, protocol, port, decided first, and ports of the ends', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(decided, undecided), { maxLength: 40 }), (rows) => {
      expect(inOrder(rows, (row) => row)).toEqual(rows.toSorted(compare));
    }),
  );
});
