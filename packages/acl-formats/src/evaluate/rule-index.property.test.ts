import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressSet } from '../model/address-set.ts';
import { ALLOW, createRule, DENY, type Rule } from '../model/rule.ts';
import type { RuleFile } from '../model/rule-file.ts';
import { ANY_SERVICE } from '../model/service-match.ts';
import { buildRules, randomFlow, ruleDrafts } from '../testing/random-rules.ts';
import { createRuleMatcher } from './create-rule-matcher.ts';
import type { RuleFlow } from './rule-flow.ts';

function fileOf(main: readonly Rule[], sub: readonly Rule[]): RuleFile {
  const stages = [{ chain: 'main', fallback: 'deny' as const, line: null, family: null }];
  const list = { name: 'main', order: 'first-match' as const, state: 'tracked' as const, stages, replyList: 'main' };
  return { format: 'iptables', lists: [list], chains: { main, sub }, bindings: [], unread: [], otherLines: 0 };
}

test('the index gives the verdicts of asking every rule', () => {
  fc.assert(
    fc.property(
      ruleDrafts(120),
      ruleDrafts(40),
      fc.array(randomFlow, { minLength: 1, maxLength: 20 }),
      (main, sub, flows) => {
        const file = fileOf(buildRules(main, 0), buildRules(sub, main.length));
        const plain = createRuleMatcher(file, { list: 'main', indexed: false });
        const indexed = createRuleMatcher(file, { list: 'main' });
        for (const each of flows) expect(indexed.judge(each)).toEqual(plain.judge(each));
      },
    ),
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
