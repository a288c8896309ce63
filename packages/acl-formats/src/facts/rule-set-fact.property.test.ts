import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleMatcher } from '../evaluate/create-rule-matcher.ts';
import type { ListDefault, ListState, MatchOrder, RuleFile, RuleList } from '../model/rule-file.ts';
import { judgeFacts } from '../testing/judge-facts.ts';
import { buildRules, clearRuleDrafts, randomFlow, ruleDrafts } from '../testing/random-rules.ts';
import { ruleSetFact } from './rule-set-fact.ts';

const ORIGIN = { id: 'set', version: '1', pulledAt: 0 };

const shape = fc.record({
  order: fc.constantFrom<MatchOrder>('first-match', 'first-match', 'last-match'),
  state: fc.constantFrom<ListState>('stateful', 'stateless', 'tracked'),
  fallbacks: fc.array(fc.constantFrom<ListDefault>('allow', 'deny', 'deny', 'unknown', 'same-zone'), {
    minLength: 4,
    maxLength: 4,
  }),
  stages: fc.constantFrom(1, 1, 2, 3),
  families: fc.boolean(),
  replies: fc.constantFrom('main', 'back', null),
});

type Shape = typeof shape extends fc.Arbitrary<infer Value> ? Value : never;

function fileOf(parts: Shape, [main, second, third, back, sub]: readonly Parameters<typeof buildRules>[0][]): RuleFile {
  let first = 0;
  const build = (drafts: Parameters<typeof buildRules>[0] = []) => {
    const rules = buildRules(drafts, first);
    first += rules.length;
    return rules;
  };
  const { order, state, fallbacks, families } = parts;
  const stage = (chain: string, at: number, family: 4 | 6 | null) => ({
    chain,
    fallback: fallbacks[at] as ListDefault,
    line: null,
    family,
  });
  const names = ['main', 'second', 'third'].slice(0, parts.stages);
  const stages = families
    ? [...names.map((name, at) => stage(name, at, 4)), stage('third', 3, 6)]
    : names.map((name, at) => stage(name, at, null));
  const lists: RuleList[] = [
    { name: 'main', order, state, stages, replyList: parts.replies },
    { name: 'back', order, state, stages: [stage('back', 3, null)], replyList: null },
  ];
  const chains = { main: build(main), second: build(second), third: build(third), back: build(back), sub: build(sub) };
  return { format: 'csv', lists, chains, bindings: [], unread: [], otherLines: 0 };
}

test.each([
  ['any rules', ruleDrafts(8), 200],
  ['rules without uncertain parts', clearRuleDrafts(6), 400],
])('%s: facts say what the evaluator says, or that it is not known', (_, some, numRuns) => {
  let known = 0;
  fc.assert(
    fc.property(
      shape,
      fc.tuple(some, some, some, some, some),
      fc.array(randomFlow, { minLength: 20, maxLength: 60 }),
      fc.constantFrom(null, [
        { prefix: '10.0.0.0/27', inside: true },
        { prefix: '2001:db8::/126', inside: true },
      ]),
      (parts, chains, flows, sources) => {
        const file = fileOf(parts, chains);
        const matcher = createRuleMatcher(file, { list: 'main' });
        const facts = ruleSetFact(file, [{ list: 'main', sources, targets: null }], ORIGIN);
        for (const each of flows) {
          if (each.client === each.server) continue;
          const flow = { ...each, clientPort: null };
          const said = judgeFacts(facts, flow);
          if (said === 'undetermined') continue;
          known++;
          const { answer } = matcher.judge(flow);
          if (said !== answer) expect([said, flow, facts]).toEqual([answer, flow, null]);
        }
      },
    ),
    { numRuns, seed: 20_261_006 },
  );
  expect(known).toBeGreaterThan(numRuns);
});
