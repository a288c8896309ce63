import { describe, expect, test } from 'vitest';
import { allow, type FactsSetting, network } from '../../testing/facts-setting.ts';
import { classifyScope } from '../classify-scope.ts';

/** Three systems in `office`, of which rules let some through to `a`, which holds account data. */
function site(...allows: Parameters<typeof allow>[]): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .asset('x', '10.2.0.7')
    .asset('y', '10.2.0.8')
    .asset('z', '10.2.0.9')
    .control('fw', [['cde', 'office']], { allows: allows.map((rule) => allow(...rule)) });
}

const web = ['10.2.0.9', '10.1.0.1', '443/tcp', { id: 'web', line: '20' }] as const;
const all = ['10.2.0.0/24', '10.1.0.1', '1433/tcp', { id: 'all', line: '30' }] as const;

/** `rule: text` of the items about rules that nobody uses. */
function unused(setting: FactsSetting): string[] {
  return classifyScope(setting.facts())
    .items.filter(({ code }) => code === 'permitted-not-seen')
    .map(({ severity, subject, text }) => `${severity} ${subject.id}: ${text.slice(text.indexOf(': ') + 2)}`);
}

describe('rules that nobody was seen to use', () => {
  test.each<[string, FactsSetting, readonly string[]]>([
    [
      'with whom they keep connected',
      site([...web]),
      [
        'low web: line 20 of fw lets 1 system in office through to or from the CDE. Without it, 1 system would have no ground left to be connected.',
      ],
    ],
    [
      'in the other direction',
      site(['10.1.0.1', '10.2.0.9', '443/tcp', { id: 'out', line: '5' }]),
      [
        'low out: line 5 of fw lets 1 system in office through to or from the CDE. Without it, 1 system would have no ground left to be connected.',
      ],
    ],
    [
      'two that let the same system through: neither alone keeps it connected',
      site([...web], [...all]),
      [
        'low all: line 30 of fw lets 3 systems in office through to or from the CDE. Without it, 2 systems would have no ground left to be connected.',
        'low web: line 20 of fw lets 1 system in office through to or from the CDE. Without it, 0 systems would have no ground left to be connected.',
      ],
    ],
    [
      'whoever is in contact by another way, or said to be connected, stays so',
      site([...all])
        .contact('x', 'a', '22/tcp')
        .tag('y', { kind: 'claim', claim: 'connected' }),
      [
        'low all: line 30 of fw lets 3 systems in office through to or from the CDE. Without it, 1 system would have no ground left to be connected.',
      ],
    ],
    ['not one that was used by anybody', site([...all]).contact('x', 'a', '1433/tcp'), []],
    [
      'one that was tried in vain is not used',
      site([...web]).contact('z', 'a', '443/tcp', { state: 'denied' }),
      [
        'low web: line 20 of fw lets 1 system in office through to or from the CDE. Without it, 1 system would have no ground left to be connected.',
      ],
    ],
    [
      'one for an address that nobody has',
      site(['10.2.0.99', '10.1.0.1', '443/tcp', { id: 'ghost', line: '7' }]),
      ['low ghost: line 7 of fw lets addresses that nobody is known to have in office through to or from the CDE.'],
    ],
    ['not one that is too broad, which is an item of its own', site(['any', '10.1.0.1', '443/tcp']), []],
    ['not one that was not wholly understood', site(['10.2.0.9', '10.1.0.1', '443/tcp', { uncertain: true }]), []],
  ])('%s', (_, setting, expected) => {
    expect(unused(setting)).toEqual(expected);
  });

  test('lose those systems their ground when they go', () => {
    const before = classifyScope(site([...web], [...all]).facts());
    const after = classifyScope(site([...web]).facts());
    const connected = (result: typeof before) =>
      result.assets.filter(({ category }) => category === 'CONNECTED').map(({ id }) => id);
    expect(connected(before)).toEqual(['x', 'y', 'z']);
    expect(connected(after)).toEqual(['z']);
  });
});
