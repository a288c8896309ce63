import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AddressTerm } from '../model/address-set.ts';
import { ANY_ADDRESS, addressSet } from '../model/address-set.ts';
import { ALLOW, CONTINUE, createRule, DENY, type Rule, type RuleAction, UNKNOWN_ACTION } from '../model/rule.ts';
import type { RuleFile } from '../model/rule-file.ts';
import { ANY_SERVICE } from '../model/service-match.ts';
import { createRuleMatcher } from './create-rule-matcher.ts';
import type { RuleFlow } from './rule-flow.ts';

/** A world of 64 IPv4 and 8 IPv6 addresses, so that rules and flows meet often. */
const four = fc.integer({ min: 0, max: 63 }).map((number) => `10.0.0.${number}`);
const six = fc.integer({ min: 0, max: 7 }).map((number) => `2001:db8::${number}`);
const term: fc.Arbitrary<AddressTerm> = fc.oneof(
  four.map((address): AddressTerm => ({ kind: 'prefix', prefix: `${address}/32` })),
  six.map((address): AddressTerm => ({ kind: 'prefix', prefix: `${address}/128` })),
  fc.constantFrom<AddressTerm>(
    { kind: 'prefix', prefix: '10.0.0.0/27' },
    { kind: 'prefix', prefix: '10.0.0.48/28' },
    { kind: 'range', from: '10.0.0.7', to: '10.0.0.33' },
    { kind: 'wildcard', address: '10.0.0.1', wildcard: '0.0.0.42' },
    { kind: 'prefix', prefix: '2001:db8::/126' },
    { kind: 'unknown', name: 'tag' },
  ),
);
const addresses = fc.oneof(
  fc.constant(ANY_ADDRESS),
  fc
    .record({ terms: fc.array(term, { maxLength: 3 }), negated: fc.boolean() })
    .map(({ terms, negated }) => addressSet(terms, negated)),
);
const ports = fc.constantFrom(
  null,
  [[80, 80]],
  [
    [1, 79],
    [81, 443],
  ],
  [[1024, 65535]],
  [[443, 8443]],
) as fc.Arbitrary<[number, number][] | null>;
const service = fc.record({
  protocols: fc.constantFrom(
    null,
    [[6, 6]],
    [[17, 17]],
    [
      [0, 5],
      [7, 255],
    ],
    [[1, 1]],
  ) as fc.Arbitrary<[number, number][] | null>,
  sourcePorts: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: ports }),
  destinationPorts: ports,
  icmp: fc.constantFrom(null, null, null, [{ type: 8, code: null }]),
});
const action = fc.constantFrom<RuleAction>(
  ALLOW,
  ALLOW,
  DENY,
  DENY,
  CONTINUE,
  UNKNOWN_ACTION,
  { kind: 'jump', chain: 'sub', goto: false },
  { kind: 'jump', chain: 'sub', goto: true },
  { kind: 'return' },
);
const rules = (most: number) =>
  fc.array(
    fc.record({
      action,
      source: addresses,
      destination: addresses,
      services: fc.array(service, { minLength: 1, maxLength: 2 }),
      active: fc.constantFrom(true, true, true, false),
      unclear: fc.constantFrom(false, false, false, false, true),
    }),
    { maxLength: most },
  );
const flow: fc.Arbitrary<RuleFlow> = fc
  .tuple(
    fc.oneof(fc.tuple(four, four), fc.tuple(six, six)),
    fc.constantFrom(1, 6, 17, 47),
    fc.constantFrom(22, 80, 81, 443, 8443),
    fc.constantFrom(null, 80, 2000),
  )
  .map(([[client, server], protocol, port, clientPort]) => ({
    client,
    server,
    endpoints: null,
    protocol,
    port: protocol === 6 || protocol === 17 ? port : null,
    clientPort,
    icmpType: protocol === 1 ? 8 : null,
  }));

function fileOf(main: readonly Rule[], sub: readonly Rule[]): RuleFile {
  const stages = [{ chain: 'main', fallback: 'deny' as const, line: null, family: null }];
  const list = { name: 'main', order: 'first-match' as const, state: 'tracked' as const, stages, replyList: 'main' };
  return { format: 'iptables', lists: [list], chains: { main, sub }, bindings: [], unread: [], otherLines: 0 };
}

test('the index gives the verdicts of asking every rule', () => {
  fc.assert(
    fc.property(rules(120), rules(40), fc.array(flow, { minLength: 1, maxLength: 20 }), (main, sub, flows) => {
      let id = 0;
      const build = ({ action: act, services, unclear, ...parts }: (typeof main)[number]): Rule =>
        createRule(id, ++id, '', act, {
          ...parts,
          services: services.map((each) => ({ ...ANY_SERVICE, ...each })),
          conditions: unclear ? ['unclear'] : [],
        });
      const file = fileOf(main.map(build), sub.map(build));
      const plain = createRuleMatcher(file, { list: 'main', indexed: false });
      const indexed = createRuleMatcher(file, { list: 'main' });
      for (const each of flows) expect(indexed.judge(each)).toEqual(plain.judge(each));
    }),
    { numRuns: 60 },
  );
});

test('blocks: thousands of rules give the verdicts of asking every rule', () => {
  const many = Array.from({ length: 5000 }, (_, index) =>
    createRule(index, index + 1, '', index % 3 === 0 ? DENY : ALLOW, {
      source: addressSet([{ kind: 'prefix', prefix: `10.${index % 97}.0.0/16` }]),
      destination: addressSet([{ kind: 'prefix', prefix: `192.0.2.${index % 251}/32` }]),
      services: [{ ...ANY_SERVICE, protocols: [[6, 6]], destinationPorts: [[index % 1999, index % 1999]] }],
    }),
  );
  const file = fileOf(many, []);
  const plain = createRuleMatcher(file, { list: 'main', indexed: false, replyList: null });
  const indexed = createRuleMatcher(file, { list: 'main', replyList: null });
  for (let index = 0; index < 5000; index += 37) {
    const each: RuleFlow = {
      client: `10.${index % 97}.3.4`,
      server: `192.0.2.${index % 251}`,
      endpoints: null,
      protocol: 6,
      port: index % 1999,
    };
    expect(indexed.judge(each)).toEqual(plain.judge(each));
    expect(indexed.judge(each).line).not.toBeNull();
  }
});
