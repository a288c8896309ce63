import { describe, expect, test } from 'vitest';
import { allow, DAY, type FactsSetting, NOW, network } from '../../testing/facts-setting.ts';
import { classifyScope } from '../classify-scope.ts';

function site(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .segment('services', '10.4.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .asset('z', '10.2.0.9');
}

/** `severity code subject: facts` of every item. */
function items(setting: FactsSetting): string[] {
  return classifyScope(setting.facts()).items.map(
    ({ severity, code, subject, facts }) =>
      `${severity} ${code} ${subject.kind} ${subject.id}: ${facts.map(({ kind, id }) => `${kind} ${id}`).join(', ')}`,
  );
}

const web = allow('10.2.0.9', '10.1.0.1', '443/tcp', { id: 'web' });
const open = { kind: 'segment', id: 'cde' } as const;

describe('what a person has to look at', () => {
  test.each<[string, FactsSetting, readonly string[]]>([
    ['nothing, where nothing is wrong', site(), []],
    [
      'nothing about a contact that a rule allows',
      site()
        .control('fw', [['cde', 'office']], { allows: [web] })
        .contact('z', 'a', '443/tcp'),
      [],
    ],
    [
      'a contact that no rule is known to allow',
      site().contact('z', 'a', '443/tcp'),
      ['medium seen-not-allowed contact z > a 443/tcp: '],
    ],
    [
      'a contact that the rules deny',
      site()
        .control('fw', [['cde', 'office']], { allows: [web] })
        .contact('z', 'a', '80/tcp'),
      [
        'high seen-but-denied contact z > a 80/tcp: control fw',
        'high segmentation-failure asset z: contact z > a 80/tcp',
        'low permitted-not-seen rule web: control fw',
      ],
    ],
    [
      'nothing about a contact inside the place of the CDE',
      site().asset('b', '10.1.0.2').contact('b', 'a', '443/tcp'),
      [],
    ],
    [
      'a line that names nobody in particular',
      site().control('fw', [['cde', 'office']], { allows: [allow('any', '10.1.0.1', '443/tcp', { id: 'web' })] }),
      ['high broad-rule rule web: control fw'],
    ],
    [
      'a failed test',
      site().tested('office', 'cde', { result: 'failed' }),
      ['high test-failed test test office cde: segment cde, segment office'],
    ],
    [
      'nothing about an old test that was done again',
      site()
        .tested('office', 'cde', { id: 'old', at: NOW - 500 * DAY, result: 'failed' })
        .tested('office', 'cde'),
      [],
    ],
    [
      'a retired contact that was seen again',
      site()
        .control('fw', [['cde', 'office']], { allows: [web] })
        .contact('z', 'a', '443/tcp')
        .tag('z > a 443/tcp', { kind: 'contact-retired' }),
      ['high retired-but-seen contact z > a 443/tcp: tag contact-retired z > a 443/tcp'],
    ],
    [
      'an approval that has expired',
      site().approval('office', 'cde', '443/tcp', { until: NOW }),
      ['medium expired approval approval office cde 443/tcp: '],
    ],
    [
      'a balancer of the CDE of which nobody has said what passes',
      site()
        .asset('lb', '10.4.0.1')
        .tag('lb', { kind: 'role', role: 'load-balancer' })
        .tag('lb', { kind: 'serves-cde' }),
      ['medium account-data-question asset lb: tag role lb'],
    ],
    [
      'time from elsewhere',
      site()
        .asset('ntp', '10.4.0.1')
        .tag('ntp', { kind: 'role', role: 'ntp' })
        .control('fw', [['cde', 'services']], { allows: [allow('10.1.0.1', '10.4.0.0/24', '123/udp')] })
        .contact('a', 'ntp', '123/udp')
        .contact('a', '10.4.0.2', '123/udp'),
      ['medium time-source asset a: contact a > 10.4.0.2 123/udp'],
    ],
    [
      'no time from elsewhere, where two servers agree on it, or the clock was only asked in vain',
      site()
        .asset('ntp', '10.4.0.1')
        .tag('ntp', { kind: 'role', role: 'ntp' })
        .control('fw', [['cde', 'services']], { allows: [allow('10.1.0.1', '10.4.0.0/24', '123/udp')] })
        .contact('a', 'ntp', '123/udp')
        .contact('a', '10.4.0.2', '123/udp', { directed: false, method: 'peer', confidence: 'none' })
        .contact('a', '10.4.0.3', '123/udp', { state: 'denied' }),
      ['low attempt contact a > 10.4.0.3 123/udp: '],
    ],
    [
      'no time from elsewhere, where none is designated',
      site()
        .control('fw', [['cde', 'services']], { allows: [allow('10.1.0.1', '10.4.0.0/24', '123/udp')] })
        .contact('a', '10.4.0.2', '123/udp'),
      [],
    ],
    [
      'a statement that nothing separates what a control does',
      site()
        .control('fw', [['cde', 'office']])
        .tag('office', { kind: 'unsegmented', other: open }),
      ['high tag-conflict segment office: control fw, tag unsegmented office'],
    ],
    ['no conflict without a control', site().tag('office', { kind: 'unsegmented', other: open }), []],
  ])('%s', (_, setting, expected) => {
    expect(items(setting)).toEqual(expected);
  });

  test('comes by severity, code and subject', () => {
    const many = site()
      .asset('y', '10.2.0.8')
      .contact('z', 'a', '443/tcp')
      .contact('y', 'a', '443/tcp')
      .contact('y', 'a', '80/tcp', { state: 'denied' })
      .tested('office', 'cde', { result: 'failed' });
    expect(items(many).map((item) => item.slice(0, item.indexOf(':')))).toEqual([
      'high test-failed test test office cde',
      'medium seen-not-allowed contact y > a 443/tcp',
      'medium seen-not-allowed contact z > a 443/tcp',
      'low attempt contact y > a 80/tcp',
    ]);
  });
});
