import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer, Conversation } from './conversation/conversation.ts';
import { NOT_DECIDED, PEERS } from './direction/decision.ts';
import { identityKey, identityOf } from './relationship-row.ts';
import { RelationshipRows } from './relationship-rows.ts';

const ADDRESSES = ['10.0.0.1', '10.0.0.2', '2001:db8::1'];

const port = fc.constantFrom(null, 0, 53, 443, 65_535);
const conversation = fc
  .record({
    protocol: fc.constantFrom(0, 6, 17),
    lowId: fc.nat(2),
    highId: fc.nat(2),
    lowPort: port,
    highPort: port,
  })
  // Which end is low says nothing, but it is the same for the same ends.
  .filter(
    ({ lowId, highId, lowPort, highPort }) =>
      lowId < highId || (lowId === highId && (lowPort ?? -1) <= (highPort ?? -1)),
  )
  .map(({ protocol, lowId, highId, lowPort, highPort }) => ({
    protocol,
    lowId,
    highId,
    low: { address: ADDRESSES[lowId] as string, port: lowPort },
    high: { address: ADDRESSES[highId] as string, port: highPort },
  }));

const direction = { method: 'explicit', confidence: 'certain' } as const;
const answer: fc.Arbitrary<Answer> = fc.record({
  decision: fc.constantFrom(
    NOT_DECIDED,
    PEERS,
    { server: 'low', direction } as const,
    { server: 'high', direction } as const,
  ),
  state: fc.constant('established' as const),
  scanner: fc.constant(false),
  folded: fc.boolean(),
});

test('two conversations share a row when they belong to one relationship, and only then', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(conversation, answer), { maxLength: 60 }), fc.integer(), (pairs, seed) => {
      const rows = new RelationshipRows(seed);
      const keys = new Map<unknown, string>();
      for (const [ends, given] of pairs) {
        const one = ends as Conversation;
        const key = identityKey(identityOf(one, given));
        const row = rows.of(one, given);
        expect(keys.get(row) ?? key).toBe(key);
        keys.set(row, key);
      }
      expect(rows.rows).toHaveLength(new Set(keys.values()).size);
    }),
  );
});
