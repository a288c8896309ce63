import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { allow, DAY, NOW, network } from '../testing/facts-setting.ts';
import { randomFacts } from '../testing/random-facts.ts';
import { isByConnection } from './connection-cut.ts';
import { type PlanStep, planReduction } from './plan-reduction.ts';

/** The facts as staff would leave them who did what the steps say; written without the code of what-if. */
function reallyChanged(facts: ScopeFacts, steps: readonly PlanStep[]): ScopeFacts {
  const changes = steps.flatMap((step) => step.changes);
  const rules = new Set(changes.flatMap((change) => (change.kind === 'remove-rule' ? [change.rule] : [])));
  const contacts = changes.flatMap((change) => (change.kind === 'cut-contact' ? [change.contact] : []));
  return {
    ...facts,
    controls: facts.controls.map((control) =>
      control.ruleSet?.rules.some(({ id }) => rules.has(id))
        ? {
            ...control,
            changedAt: facts.now,
            ruleSet: {
              ...control.ruleSet,
              pulledAt: facts.now,
              rules: control.ruleSet.rules.filter(({ id }) => !rules.has(id)),
            },
          }
        : control,
    ),
    tags: [
      ...facts.tags,
      ...contacts.map((id, i) => ({
        id: `retired ${i}`,
        subject: { kind: 'contact' as const, id },
        statement: { kind: 'contact-retired' as const },
        author: 'j.doe',
        at: facts.now,
        reason: 'No longer needed.',
        evidence: null,
        until: null,
      })),
    ],
  };
}

function connectedIds(facts: ScopeFacts): string[] {
  return classifyScope(facts)
    .assets.filter(({ category }) => isByConnection(category))
    .map(({ id }) => id);
}

test('promised categories are those of facts that were really changed', () => {
  fc.assert(
    fc.property(randomFacts, (facts) => {
      const { now, steps, stuck } = planReduction(facts, { steps: 4, tries: 4 });
      const categories = new Map(classifyScope(facts).assets.map(({ id, category }) => [id, category]));
      expect(now.byConnection).toBe(connectedIds(facts).length);
      for (const [i, step] of steps.entries()) {
        const changed = classifyScope(reallyChanged(facts, steps.slice(0, i + 1)));
        for (const { id, from, to } of step.moved) {
          expect(categories.get(id)).toBe(from);
          categories.set(id, to);
        }
        expect(changed.assets.map(({ id, category }) => [id, category])).toEqual([...categories]);
        expect(step.after).toEqual({
          byConnection: changed.assets.filter(({ category }) => isByConnection(category)).length,
          inScope: changed.assets.filter(({ inScope }) => inScope).length,
        });
        for (const id of step.leavesScope) expect(changed.assets.find((asset) => asset.id === id)?.inScope).toBe(false);
        expect(step.leavesConnected.length).toBeGreaterThan(0);
      }
      const left = new Set(connectedIds(reallyChanged(facts, steps)));
      if (steps.length < 4) for (const id of stuck) expect(left.has(id)).toBe(true);
    }),
    { numRuns: 80 },
  );
});

test('no single rule or contact would do better than the first step', () => {
  fc.assert(
    fc.property(randomFacts, (facts) => {
      const [first] = planReduction(facts, { steps: 1, tries: 50 }).steps;
      const gain = first ? first.leavesConnected.length / first.decisions.length : 0;
      const before = connectedIds(facts).length;
      const single = (changes: PlanStep['changes']) =>
        before - connectedIds(reallyChanged(facts, [{ changes } as PlanStep])).length;
      for (const { id } of facts.contacts)
        expect(single([{ kind: 'cut-contact', contact: id }])).toBeLessThanOrEqual(gain);
      for (const { ruleSet } of facts.controls)
        for (const { id } of ruleSet?.rules ?? [])
          expect(single([{ kind: 'remove-rule', rule: id }])).toBeLessThanOrEqual(gain);
    }),
    { numRuns: 60 },
  );
});

describe('a network of two offices', () => {
  const setting = network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .segment('branch', '10.3.0.0/24')
    .asset('vault', '10.1.0.1')
    .holdsAccountData('vault')
    .control('fw', [['office', 'cde']], {
      allows: [
        allow('10.2.0.0/24', '10.1.0.1', '1433/tcp', { line: '10' }),
        allow('10.2.0.9', '10.1.0.1', '22/tcp', { line: '20' }),
      ],
    })
    .statedClean('office')
    .tested('office', 'cde')
    .watched('office', 'cde')
    .isolated('branch', 'cde');
  for (const n of [1, 2, 3]) setting.asset(`desk-${n}`, `10.2.0.${n}`).contact(`desk-${n}`, 'vault', '1433/tcp');
  setting
    .asset('ops', '10.2.0.9')
    .asset('till', '10.3.0.1')
    .contact('till', 'vault', '443/tcp', { last: NOW - 2 * DAY })
    .asset('told', '10.3.0.2')
    .tag('told', { kind: 'claim', claim: 'connected' });
  const facts = setting.facts();
  const plan = planReduction(facts);

  test('the rule that serves most goes first, with the contacts that live by it', () => {
    expect(plan.steps[0]).toMatchObject({
      decisions: [{ kind: 'rule', id: 'allow 10.2.0.0/24 10.1.0.1 1433/tcp', flows: 9 }],
      endedContacts: ['desk-1 > vault 1433/tcp', 'desk-2 > vault 1433/tcp', 'desk-3 > vault 1433/tcp'],
      leavesConnected: ['desk-1', 'desk-2', 'desk-3'],
      leavesScope: [],
      leavesScopeOnceTested: ['desk-1', 'desk-2', 'desk-3'],
      after: { byConnection: 3 },
    });
  });

  test('each decision says whether it is used', () => {
    const decisions = plan.steps.flatMap((step) => step.decisions);
    expect(decisions.find(({ id }) => id.includes('22/tcp'))).toMatchObject({ lastSeen: null, flows: 0 });
    expect(decisions.find(({ id }) => id.startsWith('till'))).toMatchObject({ lastSeen: NOW - 2 * DAY, flows: 3 });
  });

  test('a contact that no rule lets through takes its system out of scope at once', () => {
    const step = plan.steps.find(({ decisions }) => decisions[0]?.kind === 'contact');
    expect(step).toMatchObject({ leavesConnected: ['till'], leavesScope: ['till'] });
  });

  test('whom a claim holds is told', () => {
    expect(plan.stuck).toEqual(['told']);
  });

  test('one any-any rule contaminates a place, and whoever speaks with it leaves as well', () => {
    const contaminated = network()
      .segment('cde', '10.1.0.0/24')
      .segment('dev', '10.2.0.0/24')
      .segment('desks', '10.3.0.0/24')
      .asset('vault', '10.1.0.1')
      .holdsAccountData('vault')
      .control('fw', [['dev', 'cde']], { allows: [allow('any', 'any', 'any')] })
      .asset('build', '10.2.0.1')
      .asset('desk', '10.3.0.1')
      .contact('desk', 'build', '80/tcp')
      .facts();
    const { steps, stuck } = planReduction(contaminated);
    expect(stuck).toEqual([]);
    expect(steps).toMatchObject([
      {
        decisions: [{ kind: 'rule', id: 'allow any any any' }],
        leavesConnected: ['build', 'desk'],
        after: { byConnection: 0 },
      },
    ]);
  });
});
