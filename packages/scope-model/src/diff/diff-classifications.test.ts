import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';
import { randomFacts } from '../testing/random-facts.ts';
import { diffClassifications } from './diff-classifications.ts';
import { factChanges } from './fact-change.ts';

const setting = () =>
  network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('vault', '10.1.0.1')
    .asset('desk', '10.2.0.5')
    .holdsAccountData('vault')
    .isolated('office', 'cde');

function diff(before: ScopeFacts, after: ScopeFacts) {
  return diffClassifications(
    { facts: before, classification: classifyScope(before) },
    { facts: after, classification: classifyScope(after) },
  );
}

describe('what moved names the fact that moved it', () => {
  test.each<[string, (facts: FactsSetting) => FactsSetting, string, unknown]>([
    [
      'a contact',
      (facts) => facts.contact('desk', 'vault', '1433/tcp'),
      'CONNECTED',
      { fact: { kind: 'contact', id: 'desk > vault 1433/tcp' }, change: 'added', what: 'contacts' },
    ],
    [
      'a tag',
      (facts) => facts.holdsAccountData('desk'),
      'CDE_CHD',
      { fact: { kind: 'tag', id: 'account-data desk' }, change: 'added', what: 'tags' },
    ],
    [
      'a rule',
      (facts) => facts.control('new', [['office', 'cde']], { allows: [allow('any', 'any', 'any')] }),
      'CDE_CONTAMINATED',
      { fact: { kind: 'rule', id: 'allow any any any' }, change: 'added', what: 'rules' },
    ],
    [
      'a sighting',
      (facts) => facts.sighting('desk', 'cde', 'LLMNR to 224.0.0.252'),
      'CDE_CONTAMINATED',
      { fact: { kind: 'sighting', id: 'sighting desk cde' }, change: 'added', what: 'sightings' },
    ],
  ])('%s', (_, change, to, because) => {
    const { moved } = diff(setting().facts(), change(setting()).facts());
    expect(moved.find(({ id }) => id === 'desk')).toMatchObject({
      from: 'OUT_OF_SCOPE',
      to,
      reasonAfter: { category: to },
      because: expect.arrayContaining([because]),
    });
  });

  test('a test that ran out: no fact but the day differs', () => {
    const facts = setting().facts();
    const later = { ...facts, now: NOW + 400 * DAY };
    const { moved, changes } = diff(facts, later);
    expect(changes).toEqual([{ fact: null, change: 'changed', what: 'now' }]);
    expect(moved.find(({ id }) => id === 'desk')).toMatchObject({
      to: 'UNDETERMINED',
      because: [{ fact: null, what: 'now' }],
    });
  });
});

test('what appeared and vanished', () => {
  const { moved, appeared, vanished } = diff(
    setting().asset('old', '10.1.0.8').facts(),
    setting().asset('new', '10.1.0.9').facts(),
  );
  expect({ moved, appeared, vanished }).toEqual({
    moved: [],
    appeared: [{ id: 'new', category: 'CDE_CONTAMINATED' }],
    vanished: [{ id: 'old', category: 'CDE_CONTAMINATED' }],
  });
});

test.each<[string, (facts: ScopeFacts) => ScopeFacts, unknown[]]>([
  [
    'settings',
    (facts) => ({ ...facts, settings: { ...facts.settings, broadPorts: 7 } }),
    [{ fact: null, change: 'changed', what: 'settings' }],
  ],
  [
    'a binding is one of its asset',
    (facts) => ({ ...facts, bindings: facts.bindings.slice(1) }),
    [{ fact: { kind: 'asset', id: 'vault' }, change: 'changed', what: 'bindings' }],
  ],
  [
    'a control',
    (facts) => ({ ...facts, controls: facts.controls.map((control) => ({ ...control, changedAt: NOW })) }),
    [{ fact: { kind: 'control', id: 'control office cde' }, change: 'changed', what: 'controls' }],
  ],
  [
    'a verdict is one of its contact',
    (facts) => ({ ...facts, verdicts: [{ contact: 'c', control: 'x', verdict: 'denied', line: null }] }),
    [{ fact: { kind: 'contact', id: 'c' }, change: 'changed', what: 'verdicts' }],
  ],
])('change of %s', (_, change, expected) => {
  const facts = setting().facts();
  expect(factChanges(facts, change(facts))).toEqual(expected);
});

test('the same facts in another order, read twice, differ in nothing', () => {
  fc.assert(
    fc.property(randomFacts, (facts) => {
      const again: ScopeFacts = structuredClone({
        ...facts,
        tags: facts.tags.toReversed(),
        contacts: facts.contacts.toReversed(),
        bindings: facts.bindings.toReversed(),
      });
      expect(diff(facts, again)).toEqual({ moved: [], appeared: [], vanished: [], changes: [] });
    }),
    { numRuns: 40 },
  );
});

test('every difference of categories is told, and only those', () => {
  fc.assert(
    fc.property(randomFacts, randomFacts, (before, after) => {
      const { moved, appeared, vanished } = diff(before, after);
      const categories = (facts: ScopeFacts) =>
        new Map(classifyScope(facts).assets.map(({ id, category }) => [id, category]));
      const [was, is] = [categories(before), categories(after)];
      expect(moved.map(({ id, from, to }) => [id, from, to])).toEqual(
        [...is].flatMap(([id, to]) => (was.has(id) && was.get(id) !== to ? [[id, was.get(id), to]] : [])),
      );
      expect(appeared.map(({ id }) => id)).toEqual([...is.keys()].filter((id) => !was.has(id)));
      expect(vanished.map(({ id }) => id)).toEqual([...was.keys()].filter((id) => !is.has(id)));
    }),
    { numRuns: 60 },
  );
});
