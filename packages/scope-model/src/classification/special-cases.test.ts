import { describe, expect, test } from 'vitest';
import type { ScopeRole } from '../facts/tag-fact.ts';
import { decided } from '../testing/decided.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';

/** `a` holds account data in `cde`; `office` is shown to be out of scope, and `z` stands in it. */
function site(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .segment('services', '10.4.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .asset('z', '10.2.0.9')
    .isolated('office', 'cde');
}

function server(id: string, role: ScopeRole, address = '10.4.0.1'): FactsSetting {
  return site().asset(id, address).tag(id, { kind: 'role', role });
}

describe('jump host', () => {
  const jump = () =>
    server('jump', 'jump')
      .tag('jump', { kind: 'serves-cde' })
      .contact('jump', 'a', '22/tcp')
      .contact('z', 'jump', '3389/tcp');

  test('is security-impacting and connected', () => {
    const result = decided(jump());
    expect(result.category('jump')).toBe('SECURITY_IMPACTING');
    expect(result.explain('jump').reasons.map(({ category }) => category)).toContain('CONNECTED');
  });

  test.each(['jump', 'vpn', 'pam'] as const)(
    'whoever uses a %s that reaches the CDE is connected indirectly',
    (role) => {
      const result = decided(server('door', role).contact('door', 'a', '22/tcp').contact('z', 'door', '443/tcp'));
      expect(result.category('z')).toBe('CONNECTED_INDIRECT');
      expect(result.facts('z')).toContain('contact z > door 443/tcp');
    },
  );

  test('a direct path beside it makes its user connected', () => {
    expect(decided(jump().contact('z', 'a', '22/tcp')).category('z')).toBe('CONNECTED');
  });

  test.each(['jump', 'vpn', 'pam'] as const)('sessions through a %s are marked as incomplete', (role) => {
    const marks = decided(server('door', role).contact('door', 'a', '22/tcp')).explain('door').marks;
    expect(marks.map(({ code, facts }) => [code, facts])).toEqual([
      ['hides-clients', [{ kind: 'tag', id: 'role door' }]],
    ]);
  });

  test.each(['jump', 'vpn', 'pam'] as const)('whether a %s asks for a second factor is a question', (role) => {
    const door = () => server('door', role).contact('door', 'a', '22/tcp').asset('mfa', '10.4.0.9');
    expect(decided(door()).items('tag role door')).toContain('mfa-question');
    expect(decided(door().contact('door', 'mfa', '443/tcp')).items('tag role door')).toContain('mfa-question');
    const asks = door().tag('mfa', { kind: 'role', role: 'mfa' }).contact('door', 'mfa', '443/tcp');
    expect(decided(asks).items('tag role door')).not.toContain('mfa-question');
    const itself = door().tag('door', { kind: 'role', role: 'mfa' }, { id: 'itself' });
    expect(decided(itself).items('tag role door')).not.toContain('mfa-question');
  });

  test('one that reaches nothing in the CDE is not asked', () => {
    expect(decided(server('door', 'jump').contact('z', 'door', '3389/tcp')).items('tag role door')).toEqual([]);
  });

  test('an attempt on it makes nobody connected indirectly', () => {
    const result = decided(
      server('door', 'jump').contact('door', 'a', '22/tcp').contact('z', 'door', '3389/tcp', { state: 'denied' }),
    );
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
  });
});

describe('directory', () => {
  const directory = () => server('dc', 'directory').contact('a', 'dc', '88/tcp').contact('a', 'dc', '389/tcp');

  test('its members are not in scope for being members', () => {
    const result = decided(directory().contact('z', 'dc', '88/tcp').contact('z', 'dc', '389/tcp'));
    expect(result.category('dc')).toBe('SECURITY_IMPACTING');
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
  });

  test('an administrator of it is connected indirectly', () => {
    expect(decided(directory().tag('z', { kind: 'manages', target: 'dc' })).category('z')).toBe('CONNECTED_INDIRECT');
  });

  test('influence on somebody with influence is for review, never silently out of scope', () => {
    const chain = directory()
      .asset('first', '10.2.0.20')
      .tag('first', { kind: 'manages', target: 'dc' })
      .tag('z', { kind: 'manages', target: 'first' });
    const result = decided(chain);
    expect(result.category('first')).toBe('CONNECTED_INDIRECT');
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.missing('z')).toContain('influence-chain');
  });
});

describe('names and time', () => {
  test('the resolver of the CDE is security-impacting, the Internet servers that it asks are external', () => {
    const result = decided(
      server('dns', 'dns')
        .zone('internet', '203.0.113.0/24')
        .tag('internet', { kind: 'claim', claim: 'external' })
        .contact('a', 'dns', '53/udp')
        .contact('dns', '203.0.113.53', '53/udp'),
    );
    expect(result.category('dns')).toBe('SECURITY_IMPACTING');
    expect(result.category('203.0.113.53')).toBe('EXTERNAL');
  });

  test('a forwarder that somebody has confirmed to feed it is connected indirectly', () => {
    const fed = server('dns', 'dns').contact('a', 'dns', '53/udp').contact('dns', 'z', '53/udp');
    expect(decided(fed.tag('z', { kind: 'manages', target: 'dns' })).category('z')).toBe('CONNECTED_INDIRECT');
  });

  test('the time server is security-impacting, whoever began', () => {
    const result = decided(
      server('ntp', 'ntp').contact('a', 'ntp', '123/udp', { directed: false, method: 'peer', confidence: 'none' }),
    );
    expect(result.category('ntp')).toBe('SECURITY_IMPACTING');
  });
});

describe('security and management services', () => {
  test.each([
    'patch',
    'antimalware',
    'vulnscan',
    'fim',
    'log',
    'config-mgmt',
    'ci-cd',
    'kms',
    'mfa',
    'backup',
  ] as const)('%s that serves the CDE is security-impacting', (role) => {
    const result = decided(server('s', role).tag('s', { kind: 'serves-cde' }));
    expect(result.category('s')).toBe('SECURITY_IMPACTING');
    expect(result.facts('s')).toEqual(expect.arrayContaining(['tag role s', 'tag serves-cde s']));
  });

  test('a feeder of a patch server is connected indirectly once confirmed', () => {
    const fed = server('patch', 'patch').tag('patch', { kind: 'serves-cde' }).contact('patch', 'a', '443/tcp');
    expect(decided(fed.tag('z', { kind: 'manages', target: 'patch' })).category('z')).toBe('CONNECTED_INDIRECT');
  });

  test('a backup that holds account data is CDE', () => {
    expect(decided(server('backup', 'backup').holdsAccountData('backup')).category('backup')).toBe('CDE_CHD');
  });

  test('a poller that only reads is connected', () => {
    expect(decided(server('poller', 'monitoring').contact('poller', 'a', '161/udp')).category('poller')).toBe(
      'CONNECTED',
    );
  });

  test('our own collector is security-impacting', () => {
    const result = decided(server('collector', 'flow-collector').tag('collector', { kind: 'serves-cde' }));
    expect(result.category('collector')).toBe('SECURITY_IMPACTING');
  });

  test('our own collector is security-impacting by its role alone', () => {
    const result = decided(server('collector', 'flow-collector', '10.2.0.30'));
    expect(result.category('collector')).toBe('SECURITY_IMPACTING');
    expect(result.facts('collector')).toEqual(['tag role collector']);
  });

  test.each(['ci-cd', 'backup', 'patch', 'config-mgmt'] as const)(
    'a %s server that asks a directory for names and tickets has no power over it for that',
    (role) => {
      const asking = server('dc', 'directory')
        .contact('a', 'dc', '88/tcp')
        .tag('z', { kind: 'role', role })
        .contact('z', 'dc', '53/udp')
        .contact('z', 'dc', '88/tcp')
        .contact('z', 'dc', '389/tcp');
      expect(decided(asking).category('z')).toBe('OUT_OF_SCOPE');
    },
  );

  test('a role without any use by the CDE is nothing', () => {
    expect(decided(server('dns', 'dns', '10.2.0.53')).category('dns')).toBe('OUT_OF_SCOPE');
  });
});

describe('hypervisor', () => {
  const mixed = () =>
    server('hv', 'hypervisor')
      .asset('guest', '10.2.0.20')
      .tag('hv', { kind: 'hosts', guest: 'a' }, { id: 'hosts a' })
      .tag('hv', { kind: 'hosts', guest: 'guest' }, { id: 'hosts guest' });

  test('with a guest that holds account data it is contaminated, and so are the other guests', () => {
    const result = decided(mixed());
    expect(result.category('hv')).toBe('CDE_CONTAMINATED');
    expect(result.category('guest')).toBe('CDE_CONTAMINATED');
    expect(result.facts('guest')).toEqual(expect.arrayContaining(['tag hosts a', 'tag hosts guest']));
  });

  test('with proven separation it is in scope, and the other guests are not in the CDE', () => {
    const result = decided(mixed().tag('hv', { kind: 'guests-separated' }));
    expect(['CDE_CONTAMINATED', 'SECURITY_IMPACTING']).toContain(result.category('hv'));
    expect(result.category('guest')).toBe('OUT_OF_SCOPE');
  });

  test('who manages it is in scope', () => {
    const managed = mixed().asset('manager', '10.2.0.21').tag('manager', { kind: 'manages', target: 'hv' });
    expect(['SECURITY_IMPACTING', 'CONNECTED_INDIRECT']).toContain(decided(managed).category('manager'));
  });
});

describe('addresses that are no hosts', () => {
  test.each(['224.0.0.252', '239.1.2.3', '255.255.255.255', '10.2.0.255', 'ff02::1:3'])(
    'traffic to %s is an edge to nobody',
    (group) => {
      const result = decided(site().contact('z', group, '5355/udp', { state: 'unknown' }));
      expect(result.category(group)).toBeUndefined();
      expect(result.category('z')).toBe('OUT_OF_SCOPE');
    },
  );

  test('the same group heard from both sides connects nobody', () => {
    const result = decided(site().contact('z', '239.1.2.3', '5000/udp').contact('a', '239.1.2.3', '5000/udp'));
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
  });

  test('an address without a binding is never called out of scope, though its range may be', () => {
    const result = decided(site().contact('10.2.0.200', 'z', '443/tcp'));
    expect(result.category('10.2.0.200')).toBe('UNDETERMINED');
    expect(result.placeCategory('office')).toBe('OUT_OF_SCOPE');
  });

  test('an address in no zone is undetermined', () => {
    expect(decided(site().contact('10.99.0.7', 'z', '443/tcp')).category('10.99.0.7')).toBe('UNDETERMINED');
  });

  test('a contact that spans the change of an address counts for both holders', () => {
    const change = NOW - 15 * DAY;
    const result = decided(
      site()
        .asset('before')
        .asset('after')
        .bind('before', '10.2.0.30', null, change)
        .bind('after', '10.2.0.30', change, null)
        .contact('10.2.0.30', 'a', '443/tcp', { first: change - DAY, last: change + DAY }),
    );
    expect(result.category('before')).toBe('CONNECTED');
    expect(result.category('after')).toBe('CONNECTED');
  });

  test('a contact that is partly outside every binding is not lost on the address', () => {
    const leased = NOW - 12 * DAY;
    const result = decided(
      site()
        .asset('leased')
        .bind('leased', '10.2.0.31', leased, null)
        .contact('10.2.0.31', 'a', '443/tcp', { first: leased - 5 * DAY, last: leased - DAY }),
    );
    expect(result.category('leased')).not.toBe('CONNECTED');
    expect(result.category('10.2.0.31')).toBe('CONNECTED');
  });
});

describe('translation, balancers, proxies', () => {
  const behind = () =>
    site()
      .segment('edge', '10.7.0.0/28')
      .asset('nat', '10.7.0.1')
      .tag('nat', { kind: 'role', role: 'nat' })
      .tag('nat', { kind: 'hides', prefixes: ['10.2.0.0/24'] });

  test('contact of a translated address leaves everybody behind it undetermined', () => {
    expect(decided(behind()).category('z')).toBe('OUT_OF_SCOPE');
    const result = decided(behind().contact('nat', 'a', '443/tcp'));
    expect(result.category('nat')).toBe('CONNECTED');
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.placeCategory('office')).toBe('UNDETERMINED');
    expect(result.explain('z').missing.flatMap(({ about }) => about)).toContainEqual({ kind: 'tag', id: 'hides nat' });
  });

  test('an attempt through it changes nothing', () => {
    expect(decided(behind().contact('nat', 'a', '443/tcp', { state: 'denied' })).category('z')).toBe('OUT_OF_SCOPE');
  });

  test('clients of a balancer that transmits account data are connected, outside ones external', () => {
    const result = decided(
      server('vip', 'load-balancer')
        .tag('vip', { kind: 'account-data', stores: false, processes: false, transmits: true })
        .zone('internet', '203.0.113.0/24')
        .tag('internet', { kind: 'claim', claim: 'external' })
        .contact('z', 'vip', '443/tcp')
        .contact('203.0.113.8', 'vip', '443/tcp'),
    );
    expect(result.category('vip')).toBe('CDE_CHD');
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.category('203.0.113.8')).toBe('EXTERNAL');
  });

  test('a proxy that the CDE uses is connected, and security-impacting once it is said to protect the CDE', () => {
    const proxy = server('proxy', 'proxy').contact('a', 'proxy', '3128/tcp');
    expect(decided(proxy).category('proxy')).toBe('CONNECTED');
    expect(
      decided(proxy)
        .explain('proxy')
        .marks.map(({ code }) => code),
    ).toEqual(['hides-destinations']);
    expect(decided(proxy.tag('proxy', { kind: 'serves-cde' })).category('proxy')).toBe('SECURITY_IMPACTING');
  });
});

describe('tunnels', () => {
  test.each(['gre', 'esp', 'ah', 'ipip', '1701/udp', '4789/udp', '6081/udp', '51820/udp', '1194/udp', '22/tcp'])(
    '%s into the CDE leaves the boundary unwatched, and whoever is at its far end undetermined',
    (what) => {
      const result = decided(site().asset('end', '10.2.0.1').contact('end', 'a', what));
      expect(result.category('end')).toBe('CONNECTED');
      expect(result.coverage('office', 'cde')).toBe('none');
      expect(result.category('z')).toBe('UNDETERMINED');
    },
  );
});

describe('weak and missing contacts', () => {
  test('pings alone connect, by a weak reason of its own', () => {
    const result = decided(site().contact('z', 'a', 'icmp'));
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.ground('z')).toBe('R5 icmp');
  });

  test('an attempt whose answer could not have been seen is undetermined', () => {
    expect(decided(site().contact('z', 'a', '443/tcp', { state: 'unknown' })).category('z')).toBe('UNDETERMINED');
  });

  test('what is permitted and was never seen is connected by rule; without the rule it is not', () => {
    const permitted = (allows: Parameters<FactsSetting['control']>[2]) =>
      decided(
        network()
          .segment('cde', '10.1.0.0/24')
          .segment('office', '10.2.0.0/24')
          .asset('a', '10.1.0.1')
          .holdsAccountData('a')
          .asset('z', '10.2.0.9')
          .asset('other', '10.2.0.10')
          .statedClean('office')
          .tested('office', 'cde')
          .watched('office', 'cde')
          .control('fw', [['cde', 'office']], allows),
      );
    const open = permitted({ allows: [allow('10.2.0.9', '10.1.0.1', '443/tcp')] });
    expect(open.category('z')).toBe('CONNECTED');
    expect(open.ground('z')).toBe('R5 permitted-not-seen');
    expect(open.category('other')).toBe('OUT_OF_SCOPE');
    expect(permitted({}).category('z')).toBe('OUT_OF_SCOPE');
    const outward = permitted({ allows: [allow('10.1.0.1', '10.2.0.9', '443/tcp')] });
    expect(outward.category('z')).toBe('CONNECTED');
  });

  test('payment terminals hold account data, and their store network is a CDE segment', () => {
    const result = decided(
      site()
        .segment('store', '10.30.0.0/27')
        .asset('pos', '10.30.0.11')
        .holdsAccountData('pos')
        .asset('till', '10.30.0.12'),
    );
    expect(result.category('pos')).toBe('CDE_CHD');
    expect(result.category('till')).toBe('CDE_CONTAMINATED');
    // The office has been tested against the data centre only; the store is a CDE segment as well.
    expect(result.category('z')).toBe('UNDETERMINED');
  });
});

describe('segmenting devices', () => {
  test('what separates the CDE is segmenting, before anything else but account data', () => {
    const result = decided(
      site()
        .asset('fw-box', '10.4.0.20')
        .control('fw', [['cde', 'services']], { asset: 'fw-box' })
        .contact('fw-box', 'a', '22/tcp'),
    );
    expect(result.category('fw-box')).toBe('SEGMENTING');
    expect(result.facts('fw-box')).toContain('control fw');
  });

  test('what separates other places is not', () => {
    const result = decided(
      site()
        .asset('fw-box', '10.2.0.20')
        .control('fw', [['office', 'services']], { asset: 'fw-box' }),
    );
    expect(result.category('fw-box')).not.toBe('SEGMENTING');
  });

  test('who manages it is security-impacting', () => {
    const result = decided(
      site()
        .asset('fw-box', '10.4.0.20')
        .control('fw', [['cde', 'services']], { asset: 'fw-box' })
        .tag('z', { kind: 'manages', target: 'fw-box' }),
    );
    expect(result.category('z')).toBe('SECURITY_IMPACTING');
  });
});

describe('statements of people', () => {
  test('a claim of out of scope proves nothing', () => {
    const bare = network()
      .segment('cde', '10.1.0.0/24')
      .segment('office', '10.2.0.0/24')
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .tag('z', { kind: 'claim', claim: 'out-of-scope' })
      .tag('office', { kind: 'claim', claim: 'out-of-scope' });
    expect(decided(bare).category('z')).toBe('UNDETERMINED');
  });

  test.each([
    ['cde', ['CDE_CHD', 'CDE_CONTAMINATED']],
    ['connected', ['CONNECTED']],
    ['security-impacting', ['SECURITY_IMPACTING']],
  ] as const)('a claim of %s is believed against all evidence for out of scope', (claim, categories) => {
    expect(categories).toContain(decided(site().tag('z', { kind: 'claim', claim })).category('z'));
    expect(categories).toContain(decided(site().tag('office', { kind: 'claim', claim })).category('z'));
  });

  test('a claim of out of scope against an established contact is a conflict, and the higher category holds', () => {
    const result = decided(site().tag('z', { kind: 'claim', claim: 'out-of-scope' }).contact('z', 'a', '443/tcp'));
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.explain('z').conflict).toBe(true);
    expect(result.items('asset z')).toContain('tag-conflict');
  });

  test('no account data, said of a system inside the CDE, is a conflict', () => {
    const result = decided(
      site().asset('b', '10.1.0.2').tag('b', { kind: 'no-account-data' }).contact('b', 'a', '443/tcp'),
    );
    expect(result.category('b')).toBe('CDE_CONTAMINATED');
    expect(result.explain('b').conflict).toBe(true);
    expect(result.items('asset b')).toContain('tag-conflict');
  });

  test('a retired contact no longer connects', () => {
    const id = 'z > a 443/tcp';
    const result = decided(
      site()
        .contact('z', 'a', '443/tcp')
        .tag(id, { kind: 'contact-retired' }, { at: NOW - DAY }),
    );
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
  });

  test('a retired contact that was seen again connects', () => {
    const id = 'z > a 443/tcp';
    const result = decided(
      site()
        .contact('z', 'a', '443/tcp')
        .tag(id, { kind: 'contact-retired' }, { at: NOW - 35 * DAY }),
    );
    expect(result.category('z')).toBe('CONNECTED');
  });

  test('a contact is no longer retired once the statement has expired', () => {
    const id = 'z > a 443/tcp';
    const result = decided(
      site()
        .contact('z', 'a', '443/tcp')
        .tag(id, { kind: 'contact-retired' }, { at: NOW - 2 * DAY, until: NOW - DAY }),
    );
    expect(result.category('z')).toBe('CONNECTED');
  });

  test('an expired statement of account data still is nothing that moves the system down in silence', () => {
    const result = decided(
      network()
        .segment('cde', '10.1.0.0/24')
        .asset('a', '10.1.0.1')
        .tag('a', { kind: 'account-data', stores: true, processes: false, transmits: false }, { until: NOW - DAY }),
    );
    expect(result.category('a')).not.toBe('OUT_OF_SCOPE');
    expect(result.items('tag account-data a')).toContain('expired');
  });

  test('a third party is external, whatever it is in contact with', () => {
    const result = decided(
      site()
        .thirdParty('acquirer')
        .asset('their-host', '198.51.100.10')
        .tag('their-host', { kind: 'third-party', party: 'acquirer' })
        .contact('a', 'their-host', '443/tcp'),
    );
    expect(result.category('their-host')).toBe('EXTERNAL');
    expect(result.facts('their-host')).toContain('tag third-party their-host');
  });

  test('a third party inside the segment of the CDE is contaminated all the same', () => {
    const result = decided(
      site().asset('vendor-box', '10.1.0.66').tag('vendor-box', { kind: 'third-party', party: null }),
    );
    expect(result.category('vendor-box')).toBe('CDE_CONTAMINATED');
  });
});
