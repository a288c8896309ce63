import { describe, expect, test } from 'vitest';
import { createRelationshipBuilder } from '../relationship-builder.ts';
import { decided } from '../testing/decided.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';
import { aFlow, answerTo } from '../testing/flows.ts';

/** `a` holds account data in the segment `cde`; `office` is another segment, of which nothing is known. */
function site(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a');
}

const DATABASE_RULE = allow('10.2.0.3', '10.1.0.1', '1433/tcp');

/** `c` in the office may reach the database on `a`, and nobody else may. */
function withDatabaseRule(): FactsSetting {
  return site()
    .asset('c', '10.2.0.3')
    .control('fw', [['cde', 'office']], { allows: [DATABASE_RULE] });
}

/** `d` stands in a segment of its own, beside `c` that is connected. */
function besideConnected(): FactsSetting {
  return withDatabaseRule().contact('c', 'a', '1433/tcp').segment('desks', '10.3.0.0/24').asset('d', '10.3.0.4');
}

/** `z` in the office with everything that makes it out of scope. */
function isolatedSite(): FactsSetting {
  return site().asset('z', '10.2.0.9').isolated('office', 'cde');
}

describe('account data and the segment around them', () => {
  test('1: tagged as storing account data is CDE', () => {
    const result = decided(site());
    expect(result.category('a')).toBe('CDE_CHD');
    expect(result.ground('a')).toMatch(/^R1 /);
    expect(result.facts('a')).toContain('tag account-data a');
  });

  test('2: without a tag, in the /24 of a system with account data, is contaminated', () => {
    const result = decided(site().asset('b', '10.1.0.2'));
    expect(result.category('b')).toBe('CDE_CONTAMINATED');
    expect(result.ground('b')).toBe('R3 same-segment');
    expect(result.facts('b')).toEqual(expect.arrayContaining(['segment cde', 'asset a']));
  });

  test('23: seen emitting LLMNR in the CDE VLAN is contaminated', () => {
    const result = decided(site().asset('h', '10.2.0.77').sighting('h', 'cde', 'LLMNR to 224.0.0.252'));
    expect(result.category('h')).toBe('CDE_CONTAMINATED');
    expect(result.ground('h')).toMatch(/^R3 /);
    expect(result.facts('h')).toContain('sighting sighting h cde');
  });
});

describe('controlled access', () => {
  test('3: a rule and an established contact make it connected, with the initiator outside', () => {
    const result = decided(withDatabaseRule().contact('c', 'a', '1433/tcp'));
    expect(result.category('c')).toBe('CONNECTED');
    expect(result.ground('c')).toMatch(/^R5 /);
    expect(result.facts('c')).toContain('contact c > a 1433/tcp');
    expect(result.explain('c').initiator).toBe('in');
    expect(result.items('contact c > a 1433/tcp')).toEqual([]);
  });

  test('4: a rule without a flow makes it connected too', () => {
    const result = decided(withDatabaseRule());
    expect(result.category('c')).toBe('CONNECTED');
    expect(result.ground('c')).toBe('R5 permitted-not-seen');
    expect(result.facts('c')).toContain(`rule ${DATABASE_RULE.id}`);
  });

  test('5: an established contact without imported rules is connected, and seen but not known to be allowed', () => {
    const result = decided(
      site()
        .asset('c', '10.2.0.3')
        .control('fw', [['cde', 'office']], { allows: null })
        .contact('c', 'a', '1433/tcp'),
    );
    expect(result.category('c')).toBe('CONNECTED');
    expect(result.items('contact c > a 1433/tcp')).toContain('seen-not-allowed');
  });

  test('6: an any-any rule contaminates the whole segment without a single flow', () => {
    const rule = allow('any', 'any', 'any');
    const result = decided(
      site()
        .asset('c', '10.2.0.3')
        .control('fw', [['cde', 'office']], { allows: [rule] }),
    );
    expect(result.category('c')).toBe('CDE_CONTAMINATED');
    expect(result.ground('c')).toMatch(/^R3 /);
    expect(result.facts('c')).toContain(`rule ${rule.id}`);
    expect(result.placeCategory('office')).toBe('CDE_CONTAMINATED');
  });
});

describe('contact with a connected system', () => {
  test('7: is not contact with the CDE; out of scope needs all its facts', () => {
    const web = besideConnected().contact('d', 'c', '443/tcp');
    expect(decided(web).category('d')).toBe('UNDETERMINED');
    const shown = decided(web.isolated('desks', 'cde'));
    expect(shown.category('d')).toBe('OUT_OF_SCOPE');
    expect(shown.category('c')).toBe('CONNECTED');
  });

  test('8: over an administrative service it is a question about influence', () => {
    const remote = besideConnected().contact('d', 'c', '3389/tcp').isolated('desks', 'cde');
    const open = decided(remote);
    expect(open.category('d')).toBe('UNDETERMINED');
    expect(open.items('contact d > c 3389/tcp')).toContain('influence-question');
    expect(open.missing('d')).not.toEqual([]);
    const confirmed = decided(remote.tag('d', { kind: 'manages', target: 'c' }));
    expect(confirmed.category('d')).toBe('CONNECTED_INDIRECT');
    expect(confirmed.ground('d')).toMatch(/^R6 /);
    expect(confirmed.facts('d')).toContain('tag manages d');
    expect(confirmed.items('contact d > c 3389/tcp')).not.toContain('influence-question');
  });

  test('8: answered as ordinary use, the question is closed', () => {
    const answered = besideConnected()
      .contact('d', 'c', '3389/tcp')
      .isolated('desks', 'cde')
      .tag('d', { kind: 'no-influence', target: 'c' });
    expect(decided(answered).category('d')).toBe('OUT_OF_SCOPE');
  });
});

describe('security services', () => {
  /** `dc` and `dc2` in a segment of services, which the CDE may reach by rules. */
  const services = () =>
    site()
      .segment('services', '10.4.0.0/24')
      .asset('dc', '10.4.0.1')
      .control('fw', [['cde', 'services']], {
        allows: [allow('10.1.0.1', '10.4.0.1', '88/tcp'), allow('10.1.0.1', '10.4.0.1', '389/tcp', { id: 'ldap' })],
      })
      .tag('dc', { kind: 'role', role: 'directory' })
      .contact('a', 'dc', '88/tcp')
      .contact('a', 'dc', '389/tcp');

  test('9: a directory that a CDE system uses is security-impacting', () => {
    const result = decided(services());
    expect(result.category('dc')).toBe('SECURITY_IMPACTING');
    expect(result.ground('dc')).toMatch(/^R4 /);
    expect(result.facts('dc')).toContain('tag role dc');
    expect(result.grounds('dc').some((ground) => ground.startsWith('R5 '))).toBe(true);
  });

  test('10: a desk that uses the same directory is not in scope for it', () => {
    const desk = services()
      .asset('pc', '10.2.0.50')
      .contact('pc', 'dc', '88/tcp')
      .contact('pc', 'dc', '389/tcp')
      .contact('pc', 'dc', '53/udp');
    expect(decided(desk).category('pc')).toBe('UNDETERMINED');
    expect(decided(desk.isolated('office', 'cde')).category('pc')).toBe('OUT_OF_SCOPE');
  });

  test('11: a directory that replicates with it has influence', () => {
    const result = decided(
      services()
        .asset('dc2', '10.2.0.60')
        .tag('dc2', { kind: 'role', role: 'directory' })
        .contact('dc2', 'dc', '135/tcp')
        .contact('dc', 'dc2', '135/tcp')
        .isolated('office', 'cde'),
    );
    expect(['SECURITY_IMPACTING', 'CONNECTED_INDIRECT']).toContain(result.category('dc2'));
  });

  test('12: the log server that only receives from the CDE is security-impacting', () => {
    const siem = (state: 'established' | 'unknown') =>
      decided(
        site()
          .asset('siem', '10.2.0.70')
          .tag('siem', { kind: 'role', role: 'log' })
          .contact('a', 'siem', '514/udp', { state }),
      );
    expect(siem('established').category('siem')).toBe('SECURITY_IMPACTING');
    // Syslog wants no answer: what flows show of it is one way, state unknown.
    expect(siem('unknown').category('siem')).toBe('SECURITY_IMPACTING');
  });

  test('22: the scanner touches everything; it is security-impacting and its targets do not change', () => {
    const scanner = isolatedSite()
      .segment('services', '10.4.0.0/24')
      .asset('scan', '10.4.0.5')
      .tag('scan', { kind: 'role', role: 'vulnscan' })
      .contact('scan', 'a', '443/tcp', { scanner: true })
      .contact('scan', 'z', '443/tcp', { scanner: true });
    const result = decided(scanner);
    expect(result.category('scan')).toBe('SECURITY_IMPACTING');
    expect(result.category('a')).toBe('CDE_CHD');
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
  });
});

describe('the documented exception', () => {
  const push = (until: number) =>
    decided(
      site()
        .asset('x', '10.2.0.80')
        .contact('a', 'x', '22/tcp')
        .tag('x', { kind: 'no-risk', analysis: 'ANALYSIS-7', approvedBy: 'CISO' }, { until }),
    );

  test('13: a one-way receiver stays connected, marked as excluded by analysis until a date', () => {
    const result = push(NOW + 90 * DAY);
    expect(result.category('x')).toBe('CONNECTED');
    expect(result.explain('x').initiator).toBe('out');
    const [mark] = result.explain('x').marks;
    expect(mark?.text).toContain('ANALYSIS-7');
    expect(mark?.text).toContain('2026-12-29');
    expect(mark?.category).toBeNull();
    expect(mark?.facts).toContainEqual({ kind: 'tag', id: 'no-risk x' });
    expect(result.items('tag no-risk x')).not.toContain('expired');
  });

  test('14: expired, it leaves an open item', () => {
    const result = push(NOW - DAY);
    expect(result.category('x')).toBe('CONNECTED');
    expect(result.explain('x').marks).toEqual([]);
    expect(result.items('tag no-risk x')).toContain('expired');
  });
});

describe('attempts and half-seen contacts', () => {
  test.each(['denied', 'attempted'] as const)('15: a SYN that was %s connects nobody and is listed', (state) => {
    const knock = (setting: FactsSetting) => setting.contact('y', 'a', '443/tcp', { state });
    const bare = decided(knock(site().asset('y', '10.2.0.9')));
    expect(bare.category('y')).toBe('UNDETERMINED');
    expect(bare.items('contact y > a 443/tcp')).toContain('attempt');
    const isolated = decided(knock(site().asset('y', '10.2.0.9').isolated('office', 'cde')));
    expect(isolated.category('y')).toBe('OUT_OF_SCOPE');
    expect(isolated.items('contact y > a 443/tcp')).toContain('attempt');
  });

  test('16: a one-way record over a boundary that is partly watched is undetermined', () => {
    const result = decided(
      site()
        .asset('y', '10.2.0.9')
        .statedClean('office')
        .control('fw', [['cde', 'office']])
        .tested('office', 'cde')
        .watched('office', 'cde', {}, { uptime: 0.95 })
        .contact('y', 'a', '443/tcp', { state: 'unknown' }),
    );
    expect(result.coverage('office', 'cde')).toBe('partial');
    expect(result.category('y')).toBe('UNDETERMINED');
    expect(result.missing('y')).toContain('coverage');
  });

  test('16: even over a full boundary a one-way record is not the absence of contact', () => {
    const result = decided(isolatedSite().contact('z', 'a', '443/tcp', { state: 'unknown' }));
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.explain('z').missing.flatMap(({ about }) => about)).toContainEqual({
      kind: 'contact',
      id: 'z > a 443/tcp',
    });
  });
});

describe('out of scope', () => {
  test('17: without flows, rules and test nothing is known, and everything missing is named', () => {
    const result = decided(site().asset('z', '10.2.0.9'));
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.ground('z')).toMatch(/^R9 /);
    expect(result.explain('z').inScope).toBe(true);
    expect(result.missing('z')).toEqual(expect.arrayContaining(['rules', 'segmentation-test', 'justification']));
  });

  test('18: denied by rules, tested, justified, watched in full and without contact', () => {
    const result = decided(isolatedSite());
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
    expect(result.explain('z').inScope).toBe(false);
    expect(result.ground('z')).toMatch(/^R8 /);
    expect(result.facts('z')).toEqual(
      expect.arrayContaining([
        'control control office cde',
        'test test office cde',
        'tag no-account-data office',
        'tag out-of-scope-justified office',
        'boundary boundary office cde',
      ]),
    );
    expect(result.missing('z')).toEqual([]);
    expect(result.placeCategory('office')).toBe('OUT_OF_SCOPE');
  });

  const retest = (change: 'control' | 'age' | 'provider') => {
    const setting = site()
      .asset('z', '10.2.0.9')
      .statedClean('office')
      .watched('office', 'cde')
      .control('fw', [['cde', 'office']], change === 'control' ? { changedAt: NOW - 5 * DAY } : {})
      .tested('office', 'cde', { at: NOW - (change === 'age' ? 396 : change === 'provider' ? 212 : 30) * DAY });
    return decided(change === 'provider' ? setting.serviceProvider() : setting);
  };

  test('19: not after the control has changed since the test', () => {
    const result = retest('control');
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.missing('z')).toContain('segmentation-test');
  });

  test('20: not with a test of thirteen months ago', () => {
    const result = retest('age');
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.missing('z')).toContain('segmentation-test');
    expect(result.items('test test office cde')).toContain('expired');
  });

  test('20: for a service provider not with one of seven months ago', () => {
    const result = retest('provider');
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.missing('z')).toContain('segmentation-test');
  });

  test('21: one established flow at three in the morning connects, and is a failure of the segmentation', () => {
    const night = Date.UTC(2026, 8, 12, 3);
    const result = decided(isolatedSite().contact('z', 'a', '445/tcp', { first: night, last: night, flows: 1 }));
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.items('contact z > a 445/tcp')).toContain('segmentation-failure');
  });
});

describe('the outside', () => {
  test('24: an Internet address is external; the device behind the public address transmits account data', () => {
    const result = decided(
      site()
        .zone('internet', '203.0.113.0/24')
        .tag('internet', { kind: 'claim', claim: 'external' })
        .asset('vip', '10.5.0.1')
        .segment('front', '10.5.0.0/24')
        .tag('vip', { kind: 'role', role: 'load-balancer' })
        .tag('vip', { kind: 'account-data', stores: false, processes: false, transmits: true })
        .contact('203.0.113.9', 'vip', '443/tcp'),
    );
    expect(result.category('203.0.113.9')).toBe('EXTERNAL');
    expect(result.explain('203.0.113.9').inScope).toBe(false);
    expect(result.ground('203.0.113.9')).toMatch(/^R7 /);
    expect(result.category('vip')).toBe('CDE_CHD');
  });

  test('25: a contact belongs to the laptop that had the address at the time', () => {
    const handover = NOW - 15 * DAY;
    const result = decided(
      site()
        .asset('laptop-a')
        .asset('laptop-b')
        .bind('laptop-a', '10.2.0.30', null, handover)
        .bind('laptop-b', '10.2.0.30', handover, null)
        .contact('10.2.0.30', 'a', '443/tcp', { first: handover - 5 * DAY, last: handover - DAY }),
    );
    expect(result.category('laptop-a')).toBe('CONNECTED');
    expect(result.category('laptop-b')).toBe('UNDETERMINED');
    expect(result.grounds('laptop-b').filter((ground) => ground.startsWith('R5 '))).toEqual([]);
    expect(result.category('10.2.0.30')).toBeUndefined();
  });

  test('26: two exporters that report one contact make one edge with two observers', () => {
    const builder = createRelationshipBuilder();
    for (const exporter of ['192.0.2.1', '192.0.2.2']) {
      const request = aFlow({
        exporter,
        srcAddr: '10.2.0.3',
        dstAddr: '10.1.0.1',
        dstPort: 1433,
        protocol: 6,
        tcpFlags: 27,
      });
      builder.add(request);
      builder.add(answerTo(request, 5));
    }
    const { relationships } = builder.finish();
    expect(relationships).toHaveLength(1);
    expect(relationships[0]?.observers).toEqual(['192.0.2.1', '192.0.2.2']);
    const result = decided(
      withDatabaseRule().contact('c', 'a', '1433/tcp', { observers: relationships[0]?.observers ?? [] }),
    );
    expect(result.facts('c').filter((fact) => fact.startsWith('contact '))).toEqual(['contact c > a 1433/tcp']);
    expect(result.explain('c').reasons.filter(({ rule, category }) => rule === 'R5' && category !== null)).toHaveLength(
      1,
    );
  });

  test('27: a tunnel into the CDE is a boundary that nobody watches, and the branch behind it is undetermined', () => {
    const branch = site()
      .zone('branch')
      .segment('branch-wan', '10.6.0.0/28', { zone: 'branch' })
      .segment('branch-lan', '10.6.1.0/24', { zone: 'branch' })
      .asset('branch-router', '10.6.0.1')
      .asset('branch-pc', '10.6.1.20')
      .asset('cde-router', '10.1.0.254')
      .isolated('branch-wan', 'cde')
      .isolated('branch-lan', 'cde');
    expect(decided(branch).category('branch-pc')).toBe('OUT_OF_SCOPE');
    const tunnel = decided(branch.contact('branch-router', 'cde-router', 'esp', { directed: false }));
    expect(tunnel.category('branch-router')).toBe('CONNECTED');
    expect(tunnel.coverage('branch-wan', 'cde')).toBe('none');
    expect(tunnel.coverage('branch-lan', 'cde')).toBe('none');
    expect(tunnel.category('branch-pc')).toBe('UNDETERMINED');
    expect(tunnel.placeCategory('branch-lan')).toBe('UNDETERMINED');
  });
});
