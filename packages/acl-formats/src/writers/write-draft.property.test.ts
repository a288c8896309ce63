import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleMatcher } from '../evaluate/create-rule-matcher.ts';
import type { RuleFlow } from '../evaluate/rule-flow.ts';
import { parseRules } from '../parse-rules.ts';
import { type AllowEntry, allowEntriesOf, type DraftFile, type DraftFormat } from './allow-entry.ts';
import { awsGroupOf } from './write-aws-draft.ts';
import { writeDraft } from './write-draft.ts';

/** A small world, so that kept and other relationships share addresses, ports and protocols. */
const relationship = (six: boolean): fc.Arbitrary<RuleFlow> =>
  fc
    .record({
      client: fc.integer({ min: 1, max: 3 }),
      server: fc.integer({ min: 4, max: 6 }),
      service: fc.constantFrom(
        [6, 443],
        [6, 22],
        [17, 53],
        [17, 443],
        [six ? 58 : 1, six ? 128 : 8],
        [six ? 58 : 1, null],
        [47, null],
        [132, 3868],
      ),
    })
    .map(({ client, server, service: [protocol, detail] }) => {
      const icmp = protocol === 1 || protocol === 58;
      return {
        client: six ? `2001:db8::${client}` : `10.0.0.${client}`,
        server: six ? `2001:db8::${server}` : `10.0.0.${server}`,
        endpoints: null,
        protocol: protocol as number,
        port: icmp ? null : (detail ?? null),
        icmpType: icmp ? (detail ?? null) : null,
      };
    });

/** Relationships of one IP version that are kept, and others beside them. */
const relationships = fc.boolean().chain((six) => {
  const several = fc.array(relationship(six), { maxLength: 12 });
  return fc.record({ keep: several, others: several });
});

/** What the draft itself says, by plain comparison. */
function kept(entries: readonly AllowEntry[], flow: RuleFlow): boolean {
  return entries.some(
    (entry) =>
      entry.client === flow.client &&
      entry.server === flow.server &&
      entry.protocol === flow.protocol &&
      entry.port === flow.port &&
      (entry.icmpType === null || entry.icmpType === flow.icmpType),
  );
}

/** A message that is not known is only kept when all messages are. */
function expected(entries: readonly AllowEntry[], flow: RuleFlow): string {
  if (kept(entries, flow)) return 'allowed';
  const some = entries.some(
    ({ client, server, protocol, icmpType }) =>
      client === flow.client && server === flow.server && protocol === flow.protocol && icmpType !== null,
  );
  return some && flow.icmpType === null && (flow.protocol === 1 || flow.protocol === 58) ? 'undetermined' : 'denied';
}

function answer(files: readonly DraftFile[], format: DraftFormat, flow: RuleFlow): string {
  const six = flow.client?.includes(':') ?? false;
  const text = (files.length > 1 && six ? files[1] : files[0])?.text ?? '';
  const file = parseRules(format, text);
  expect(file.unread).toEqual([]);
  const lists: Record<DraftFormat, [string, string | null]> = {
    csv: ['rules', null],
    ios: six ? ['DRAFT-V6', 'DRAFT-V6-REPLY'] : ['DRAFT', 'DRAFT-REPLY'],
    iptables: ['FORWARD', 'FORWARD'],
    'aws-sg': [`${awsGroupOf(flow.server ?? '')} ingress`, null],
  };
  const [list, replyList] = lists[format];
  if (!file.lists.some(({ name }) => name === list)) return 'denied';
  const { answer: said } = createRuleMatcher(file, { list, replyList }).judge(flow);
  return said === 'no-list' ? 'denied' : said;
}

test.each(['csv', 'ios', 'iptables', 'aws-sg'] as const)(
  '%s: reading a draft back allows exactly the kept relationships',
  (format) => {
    fc.assert(
      fc.property(relationships, ({ keep, others }) => {
        const { entries, left } = allowEntriesOf(
          keep.map((flow) => ({ ...flow, comment: 'needed, "really"\nfor = tests' })),
        );
        expect(left).toEqual([]);
        const files = writeDraft(format, entries, 'DRAFT');
        for (const flow of [...keep, ...others]) expect(answer(files, format, flow)).toBe(expected(entries, flow));
      }),
      { numRuns: 60 },
    );
  },
);

test('what cannot be permitted exactly is handed back', () => {
  const unknown: RuleFlow = {
    client: null,
    server: null,
    endpoints: [
      { address: '10.0.0.1', port: 1 },
      { address: '10.0.0.2', port: 2 },
    ],
    protocol: 6,
    port: null,
  };
  const folded: RuleFlow = { client: '10.0.0.1', server: '10.0.0.2', endpoints: null, protocol: 6, port: null };
  expect(allowEntriesOf([unknown, folded])).toEqual({ entries: [], left: [unknown, folded] });
  expect(() => writeDraft('ios', [], 'a b')).toThrow('"a b" is no name for a list');
});
