import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyScope } from '../classification/classify-scope.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { allow, NOW, network } from '../testing/facts-setting.ts';
import { randomFacts } from '../testing/random-facts.ts';
import { applyChanges } from './apply-changes.ts';
import { type ScopeChange, ScopeChangeError } from './scope-change.ts';
import { whatIf } from './what-if.ts';

const CDE = { kind: 'segment', id: 'cde' } as const;
const OFFICE = { kind: 'segment', id: 'office' } as const;

/** An office, isolated but for one rule and one contact with the CDE. */
const office = () =>
  network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('vault', '10.1.0.1')
    .asset('desk', '10.2.0.5')
    .asset('other', '10.2.0.6')
    .holdsAccountData('vault')
    .statedClean('office')
    .control('fw', [['office', 'cde']], { allows: [allow('10.2.0.5', '10.1.0.1', '1433/tcp')] })
    .tested('office', 'cde')
    .watched('office', 'cde')
    .contact('desk', 'vault', '1433/tcp');

const RULE = 'allow 10.2.0.5 10.1.0.1 1433/tcp';
const CONTACT = 'desk > vault 1433/tcp';

function categoryAfter(facts: ScopeFacts, id: string, ...changes: ScopeChange[]): string | undefined {
  return classifyScope(applyChanges(facts, changes)).explain(id)?.category;
}

describe('categories that would follow', () => {
  const facts = office().facts();
  const cut: ScopeChange = { kind: 'cut-contact', contact: CONTACT };
  const remove: ScopeChange = { kind: 'remove-rule', rule: RULE };

  test.each<[string, ScopeChange[], string]>([
    ['nothing', [], 'CONNECTED'],
    ['the contact ends and the rule stays', [cut], 'CONNECTED'],
    ['the rule goes and the contact stays', [remove], 'CONNECTED'],
    ['both go: the control has changed since its test', [cut, remove], 'UNDETERMINED'],
    ['both go and the test is made again', [cut, remove, { kind: 'pass-test', from: OFFICE, to: CDE }], 'OUT_OF_SCOPE'],
    ['the desk stands in the CDE', [{ kind: 'move-asset', asset: 'desk', to: CDE }], 'CDE_CONTAMINATED'],
    ['its network does', [{ kind: 'move-prefix', prefix: '10.2.0.0/28', to: CDE }], 'CDE_CONTAMINATED'],
    [
      'it administers the vault',
      [
        {
          kind: 'add-tag',
          subject: { kind: 'asset', id: 'desk' },
          statement: { kind: 'manages', target: 'vault' },
        },
      ],
      'SECURITY_IMPACTING',
    ],
  ])('%s', (_, changes, category) => {
    expect(categoryAfter(facts, 'desk', ...changes)).toBe(category);
  });

  test('a withdrawn tag no longer holds', () => {
    const withdraw: ScopeChange = { kind: 'withdraw-tag', tag: 'account-data vault' };
    expect(categoryAfter(facts, 'vault')).toBe('CDE_CHD');
    expect(categoryAfter(facts, 'vault', withdraw)).toBe('UNDETERMINED');
  });

  test('a host that moves leaves its neighbours, and its sightings, behind', () => {
    const seen = office().sighting('desk', 'office', 'LLMNR').facts();
    const moved = applyChanges(seen, [{ kind: 'move-asset', asset: 'desk', to: CDE }]);
    expect(moved.sightings).toEqual([]);
    expect(classifyScope(moved).explain('other')?.category).not.toBe('CDE_CONTAMINATED');
  });

  test('a longer prefix inside a moved one goes along', () => {
    const nested = network()
      .segment('a', '10.0.0.0/16')
      .segment('b', '10.0.9.0/24')
      .segment('c', '10.9.0.0/24')
      .facts();
    const { segments } = applyChanges(nested, [
      { kind: 'move-prefix', prefix: '10.0.8.0/22', to: { kind: 'segment', id: 'c' } },
    ]);
    expect(segments.map(({ prefixes }) => prefixes)).toEqual([['10.0.0.0/16'], [], ['10.9.0.0/24', '10.0.8.0/22']]);
  });

  test('verdicts of a removed line are gone, those of others stay', () => {
    const judged = office().verdict(CONTACT, 'fw', 'allowed', '10').verdict('another', 'fw', 'denied', '20').facts();
    expect(applyChanges(judged, [remove]).verdicts).toEqual([expect.objectContaining({ line: '20' })]);
  });

  test('the difference names what moved and because of which fact', () => {
    const { diff } = whatIf(facts, [cut, remove]);
    expect(diff.moved).toMatchObject([
      {
        id: 'desk',
        from: 'CONNECTED',
        to: 'UNDETERMINED',
        because: expect.arrayContaining([{ fact: { kind: 'rule', id: RULE }, change: 'removed', what: 'rules' }]),
      },
      // Its neighbour was shown to be out of scope by a test that the change of the control has overtaken.
      {
        id: 'other',
        from: 'OUT_OF_SCOPE',
        to: 'UNDETERMINED',
        because: [{ fact: { kind: 'control', id: 'fw' }, change: 'changed', what: 'controls' }],
      },
    ]);
  });
});

test.each<[ScopeChange, string]>([
  [{ kind: 'remove-rule', rule: 'x' }, 'change 2: there is no rule "x"'],
  [{ kind: 'cut-contact', contact: 'x' }, 'change 2: there is no contact "x"'],
  [{ kind: 'withdraw-tag', tag: 'x' }, 'change 2: there is no tag "x"'],
  [{ kind: 'move-asset', asset: 'x', to: CDE }, 'change 2: there is no asset "x"'],
  [{ kind: 'move-asset', asset: 'desk', to: { kind: 'zone', id: 'x' } }, 'change 2: there is no zone "x"'],
  [{ kind: 'move-prefix', prefix: '10.0.0.0/99', to: CDE }, 'change 2: "10.0.0.0/99" is no prefix'],
  [{ kind: 'pass-test', from: OFFICE, to: { kind: 'segment', id: 'x' } }, 'change 2: there is no segment "x"'],
  [
    { kind: 'add-tag', subject: { kind: 'asset', id: 'x' }, statement: { kind: 'serves-cde' } },
    'change 2: there is no asset "x"',
  ],
  [
    { kind: 'add-tag', subject: { kind: 'asset', id: 'desk' }, statement: { kind: 'manages', target: 'x' } },
    'change 2: there is no asset "x"',
  ],
  [
    { kind: 'add-tag', subject: CDE, statement: { kind: 'unsegmented', other: { kind: 'zone', id: 'x' } } },
    'change 2: there is no zone "x"',
  ],
])('%j is refused', (change, message) => {
  const cut: ScopeChange = { kind: 'cut-contact', contact: CONTACT };
  const call = () => applyChanges(office().facts(), [cut, change]);
  expect(call).toThrow(ScopeChangeError);
  expect(call).toThrow(message);
});

test('the stored facts stay as they are', () => {
  fc.assert(
    fc.property(randomFacts, (facts) => {
      const before = structuredClone(facts);
      const changes: ScopeChange[] = [
        ...facts.contacts.map(({ id }): ScopeChange => ({ kind: 'cut-contact', contact: id })),
        ...facts.controls.flatMap(({ ruleSet }) =>
          (ruleSet?.rules ?? []).map(({ id }): ScopeChange => ({ kind: 'remove-rule', rule: id })),
        ),
        { kind: 'move-prefix', prefix: '10.2.0.0/16', to: { kind: 'segment', id: 'cde' } },
      ];
      whatIf(facts, changes);
      expect(facts).toEqual(before);
    }),
    { numRuns: 30 },
  );
});

test('an added tag gets an id that no other has', () => {
  const taken = office().tag('desk', { kind: 'serves-cde' }, { id: 'what-if-tag-1' }).facts();
  const { tags } = applyChanges(taken, [{ kind: 'cut-contact', contact: CONTACT }]);
  expect(tags.at(-1)).toMatchObject({ id: 'what-if-tag-2', at: NOW, statement: { kind: 'contact-retired' } });
});
