import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerFor, foldedAnswer } from './answer.ts';
import { ConversationTable } from './conversation/conversation-table.ts';
import { DayTallies } from './conversation/day-tally.ts';
import { DECISIONS } from './direction/decide-direction.ts';
import { inOrder } from './in-order.ts';
import { identityKey, identityOf } from './relationship-identity.ts';
import { RelationshipTable } from './relationship-table.ts';
import { aFlow } from './testing/flows.ts';

const ADDRESSES = ['10.0.0.9', '10.0.0.10', '2001:db8::1', '2001:db8::2'];

const address = fc.constantFrom(...ADDRESSES);
const port = fc.constantFrom(0, 53, 443, 65_535);
const flow = fc
  .record({ protocol: fc.constantFrom(47, 6, 17), srcAddr: address, dstAddr: address, srcPort: port, dstPort: port })
  .map(aFlow);
const answer = fc.tuple(fc.constantFrom(...DECISIONS), fc.boolean()).map(([decision, isFolded]) => {
  const given = answerFor(decision, 'established', false);
  return isFolded && decision.direction.method === 'none' ? foldedAnswer(given) : given;
});

const NOTHING = { flows: 0, packets: 0, octets: 0, attempts: 0 };

test('two conversations share a row when they belong to one relationship, and only then; rows come in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(flow, answer), { maxLength: 60 }), fc.integer(), (pairs, seed) => {
      const conversations = new ConversationTable({ seed });
      for (const [each] of pairs) conversations.add(each, 0);
      const rows = new RelationshipTable(conversations.addresses, conversations.exporters, seed);
      const keys = new Map<number, string>();
      const identities = [];
      for (const [i, conversation] of conversations.values().entries()) {
        const given = (pairs[i] as (typeof pairs)[number])[1];
        const identity = identityOf(conversation, given);
        const key = identityKey(identity);
        const row = rows.of(conversation, given);
        rows.add(row, conversation, given, NOTHING);
        if (!keys.has(row)) identities.push(identity);
        expect(keys.get(row) ?? key).toBe(key);
        keys.set(row, key);
      }
      expect(new Set(keys.values()).size).toBe(keys.size);
      const given = [...rows.finish()].map(({ client, server, endpoints, protocol, port: service }) => ({
        client,
        server,
        endpoints,
        protocol,
        port: service,
      }));
      expect(given).toEqual(inOrder(identities, (identity) => identity));
    }),
  );
});

test.each([3, 20])('days of %i exporters are added up, and come by day and exporter', (exporters) => {
  const conversations = new ConversationTable();
  conversations.add(aFlow(), 0);
  const [conversation] = conversations.values();
  if (!conversation) throw new Error('there is no conversation');
  const rows = new RelationshipTable(conversations.addresses, conversations.exporters, 0);
  const row = rows.of(conversation, answerFor(DECISIONS[2] as (typeof DECISIONS)[number], 'established', false));
  const days = new DayTallies();
  days.push(20_001, 1, 10, 5, 6);
  days.push(20_000, 2, 20, 3, 4);
  for (const isNew of [true, false])
    for (let i = exporters; i > 0; i--) rows.addDays(row, conversations.exporters.of(`192.0.2.${i}`), days, isNew);
  const [relationship] = rows.finish();
  const expected = (day: string, exporter: number, flows: number, times: number) => ({
    day,
    exporter: `192.0.2.${exporter}`,
    flows,
    packets: times * 2,
    octets: times * 20,
    first: times === 1 ? 5 : 3,
    last: times === 1 ? 6 : 4,
  });
  const every = Array.from({ length: exporters }, (_, i) => i + 1);
  expect(relationship?.days).toEqual([
    ...every.map((i) => expected('2024-10-04', i, 1, 2)),
    ...every.map((i) => expected('2024-10-05', i, 0, 1)),
  ]);
});
