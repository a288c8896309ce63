import { describe, expect, test } from 'vitest';
import { decided } from '../testing/decided.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';

/** `z` in the office, shown to be out of scope; `c` in the middle is connected to `a` in the CDE. */
function shown(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .segment('middle', '10.3.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .asset('z', '10.2.0.9')
    .asset('c', '10.3.0.1')
    .contact('c', 'a', '8080/tcp')
    .isolated('office', 'cde');
}

/** Ways from the office into the CDE that no single fact spells out. None may leave `z` out of scope. */
describe('a system with a way round is not out of scope', () => {
  test('and without one it is', () => {
    expect(decided(shown()).category('z')).toBe('OUT_OF_SCOPE');
  });

  const role = (role: 'jump' | 'vpn' | 'pam' | 'load-balancer' | 'proxy', id = 'c') =>
    shown().tag(id, { kind: 'role', role });

  test.each<[string, FactsSetting]>([
    [
      'a line of a control elsewhere names it and the CDE',
      shown().control('elsewhere', [['middle', 'cde']], { allows: [allow('10.2.0.9', '10.1.0.1', '443/tcp')] }),
    ],
    [
      'a line of a control that is said to separate nothing names it and the CDE',
      shown().control('spare', [], { allows: [allow('10.2.0.0/24', '10.1.0.0/24', '443/tcp')] }),
    ],
    ['a scan of its own was answered', shown().contact('z', 'a', '443/tcp', { scanner: true })],
    [
      'a scan, by whom is not known, was answered',
      shown().contact('z', 'a', '443/tcp', { scanner: true, directed: false }),
    ],
    [
      'it administers a connected system, perhaps: one half was seen',
      shown().contact('z', 'c', '22/tcp', { state: 'unknown' }),
    ],
    [
      'it uses a jump host, perhaps: one half was seen',
      role('jump').contact('z', 'c', '4443/tcp', { state: 'unknown' }),
    ],
    [
      'an answer about its influence has expired',
      shown()
        .contact('z', 'c', '22/tcp')
        .tag('z', { kind: 'no-influence', target: 'c' }, { until: NOW - DAY }),
    ],
    [
      'the answer is about another target',
      shown().contact('z', 'c', '22/tcp').tag('z', { kind: 'no-influence', target: 'a' }),
    ],
    [
      'it uses a jump host by way of another one',
      role('jump')
        .segment('outer', '10.4.0.0/24')
        .asset('first', '10.4.0.1')
        .tag('first', { kind: 'role', role: 'jump' })
        .contact('first', 'c', '443/tcp')
        .contact('z', 'first', '443/tcp'),
    ],
    [
      'a rule lets it through to a jump host',
      role('jump').control('inner', [['office', 'middle']], { allows: [allow('10.2.0.9', '10.3.0.1', '443/tcp')] }),
    ],
    [
      'somebody behind its address translation uses a jump host',
      role('jump')
        .asset('nat', '10.5.0.1')
        .segment('edge', '10.5.0.0/28')
        .tag('nat', { kind: 'hides', prefixes: ['10.2.0.0/24'] })
        .contact('nat', 'c', '443/tcp'),
    ],
    [
      'somebody behind its address translation may administer a connected system',
      shown()
        .asset('nat', '10.5.0.1')
        .segment('edge', '10.5.0.0/28')
        .tag('nat', { kind: 'hides', prefixes: ['10.2.0.0/24'] })
        .contact('nat', 'c', '22/tcp'),
    ],
    ['a balancer passes on what it sends', role('load-balancer').contact('z', 'c', '443/tcp')],
    ['a proxy passes on what it sends', role('proxy').contact('z', 'c', '443/tcp')],
    [
      'its hypervisor runs another hypervisor, which runs the CDE',
      shown()
        .asset('outer', '10.4.0.1')
        .asset('inner', '10.4.0.2')
        .tag('outer', { kind: 'hosts', guest: 'z' }, { id: 'hosts z' })
        .tag('outer', { kind: 'hosts', guest: 'inner' }, { id: 'hosts inner' })
        .tag('inner', { kind: 'hosts', guest: 'a' }, { id: 'hosts a' }),
    ],
    [
      'a hypervisor of the CDE stands beside it',
      shown().asset('hv', '10.2.0.80').tag('hv', { kind: 'hosts', guest: 'a' }),
    ],
    ['a system of the CDE was heard in its segment', shown().sighting('a', 'office', 'LLMNR to 224.0.0.252')],
    ['it was heard in the segment of the CDE', shown().sighting('z', 'cde', 'ARP')],
    [
      'a chain of places without separation leads there',
      shown()
        .tag('office', { kind: 'unsegmented', other: { kind: 'segment', id: 'middle' } })
        .tag('middle', { kind: 'unsegmented', other: { kind: 'segment', id: 'cde' } }),
    ],
    [
      'two places claim the same addresses',
      shown().segment('double', '10.2.0.0/24').tag('double', { kind: 'cde-segment' }),
    ],
    [
      'a wide place around both, declared as CDE',
      shown().zone('everything', '10.0.0.0/8').tag('everything', { kind: 'claim', claim: 'cde' }),
    ],
    [
      'both ends of the CDE and of the office tunnel to the same address outside',
      shown()
        .asset('office-router', '10.2.0.1')
        .asset('cde-router', '10.1.0.254')
        .contact('office-router', '203.0.113.1', 'esp')
        .contact('cde-router', '203.0.113.1', 'esp'),
    ],
    [
      'power over what has power over the CDE',
      shown()
        .tag('c', { kind: 'manages', target: 'a' })
        .asset('d', '10.3.0.5')
        .tag('d', { kind: 'manages', target: 'c' })
        .tag('z', { kind: 'manages', target: 'd' }),
    ],
    [
      'a directory of its own replicates with one of the CDE',
      shown()
        .tag('z', { kind: 'role', role: 'directory' })
        .tag('c', { kind: 'role', role: 'directory' })
        .tag('c', { kind: 'serves-cde' })
        .contact('c', 'z', '389/tcp'),
    ],
  ])('%s', (_, setting) => {
    const result = decided(setting);
    expect(result.category('z')).not.toBe('OUT_OF_SCOPE');
    expect(result.explain('z').inScope).toBe(true);
  });
});

describe('an ordinary use is no way round', () => {
  test.each<[string, FactsSetting]>([
    [
      'a line that lets it out to anywhere, on a control elsewhere',
      shown().control('edge', [['middle', 'cde']], { allows: [allow('10.2.0.0/24', 'any', '443/tcp')] }),
    ],
    [
      'a line that names other addresses of its place',
      shown().control('elsewhere', [['middle', 'cde']], { allows: [allow('10.2.0.77', '10.1.0.1', '443/tcp')] }),
    ],
    [
      'a line of a control elsewhere that one before it takes back',
      shown().control('elsewhere', [['middle', 'cde']], {
        allows: [
          allow('10.2.0.9', '10.1.0.1', '443/tcp', { action: 'deny', id: 'first' }),
          allow('10.2.0.9', '10.1.0.1', '443/tcp'),
        ],
      }),
    ],
    [
      'a proxy that the CDE uses and that opens nothing into it',
      network()
        .segment('cde', '10.1.0.0/24')
        .segment('office', '10.2.0.0/24')
        .segment('middle', '10.3.0.0/24')
        .asset('a', '10.1.0.1')
        .holdsAccountData('a')
        .asset('z', '10.2.0.9')
        .asset('c', '10.3.0.1')
        .tag('c', { kind: 'role', role: 'proxy' })
        .contact('a', 'c', '3128/tcp')
        .contact('z', 'c', '3128/tcp')
        .isolated('office', 'cde'),
    ],
    [
      'a jump host that is itself shown to be out of scope',
      shown().asset('own', '10.2.0.70').tag('own', { kind: 'role', role: 'jump' }).contact('z', 'own', '443/tcp'),
    ],
    [
      'a tunnel of its own to somebody else',
      shown().asset('router', '10.2.0.1').contact('router', '203.0.113.1', 'esp').contact('c', '203.0.113.2', 'esp'),
    ],
    [
      'somebody behind its address translation uses the web',
      shown()
        .zone('internet', '203.0.113.0/24')
        .tag('internet', { kind: 'claim', claim: 'external' })
        .asset('nat', '10.5.0.1')
        .tag('nat', { kind: 'hides', prefixes: ['10.2.0.0/24'] })
        .contact('nat', '203.0.113.7', '8443/tcp'),
    ],
  ])('%s', (_, setting) => {
    expect(decided(setting).category('z')).toBe('OUT_OF_SCOPE');
  });
});
