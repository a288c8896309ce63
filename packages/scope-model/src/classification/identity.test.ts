import { describe, expect, test } from 'vitest';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { decided } from '../testing/decided.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';
import { checkFacts } from './check-facts.ts';

/** `a` holds account data in `cde`; `office` is shown to be out of scope. */
function site(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .isolated('office', 'cde');
}

function changed(setting: FactsSetting, facts: () => ScopeFacts): FactsSetting {
  setting.facts = facts;
  return setting;
}

/** An asset that is named by its address, as traffic makes it known. */
function seen(setting: FactsSetting, id: string, knownBy = ['flow']): FactsSetting {
  const read = setting.asset(id).facts.bind(setting);
  return changed(setting, () => {
    const facts = read();
    return { ...facts, assets: facts.assets.map((asset) => (asset.id === id ? { ...asset, knownBy } : asset)) };
  });
}

describe('IPv4 written as IPv6', () => {
  const contact = (end: string) => site().asset('z', '10.2.0.9').contact(end, 'a', '443/tcp');

  test.each(['10.2.0.9', '::ffff:10.2.0.9', '::ffff:a02:9'])('%s is the system with 10.2.0.9', (end) => {
    expect(decided(contact(end)).category('z')).toBe('CONNECTED');
  });

  test('reaches a system of the CDE by either form', () => {
    expect(decided(site().asset('z', '10.2.0.9').contact('z', '::ffff:10.1.0.1', '443/tcp')).category('z')).toBe(
      'CONNECTED',
    );
  });

  test('is in the place of the IPv4 address, and one system with it', () => {
    const result = decided(site().contact('::ffff:10.2.0.70', 'a', '443/tcp').contact('10.2.0.70', 'a', '80/tcp'));
    expect(result.category('10.2.0.70')).toBe('CONNECTED');
    expect(result.category('::ffff:10.2.0.70')).toBeUndefined();
    expect(result.explain('::ffff:10.2.0.70')).toEqual(result.explain('10.2.0.70'));
  });

  test('of a group is an edge to nobody', () => {
    const result = decided(site().asset('z', '10.2.0.9').contact('z', '::ffff:239.1.2.3', '5000/udp'));
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
    expect(result.category('239.1.2.3')).toBeUndefined();
  });

  test('binds like the IPv4 address', () => {
    const bound = site().asset('z').bind('z', '::ffff:10.2.0.9', null, null).contact('10.2.0.9', 'a', '443/tcp');
    expect(decided(bound).category('z')).toBe('CONNECTED');
  });

  test('as the name of an asset is another name of the one named by the IPv4 address', () => {
    const twice = seen(seen(site().contact('::ffff:10.2.0.9', 'a', '443/tcp'), '10.2.0.9'), '::ffff:10.2.0.9');
    const result = decided(twice);
    expect(result.category('10.2.0.9')).toBe('CONNECTED');
    expect(result.category('::ffff:10.2.0.9')).toBe('CONNECTED');
    const alone = decided(seen(site().contact('10.2.0.9', 'a', '443/tcp'), '::ffff:10.2.0.9'));
    expect(alone.category('::ffff:10.2.0.9')).toBe('CONNECTED');
    expect(alone.category('10.2.0.9')).toBeUndefined();
  });

  test('is meant by statements', () => {
    const result = decided(
      site()
        .asset('z', '10.2.0.9')
        .contact('z', '10.2.0.8', '443/tcp')
        .tag('::ffff:10.2.0.9', { kind: 'manages', target: 'a' }),
    );
    expect(result.category('z')).toBe('SECURITY_IMPACTING');
  });

  test.each([
    ['10.2.0.9', '::ffff:10.1.0.1'],
    ['::ffff:10.2.0.9', '10.1.0.1'],
  ])('is meant by a rule from %s to %s', (source, destination) => {
    const permitted = network()
      .segment('cde', '10.1.0.0/24')
      .segment('office', '10.2.0.0/24')
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .control('fw', [['cde', 'office']], { allows: [allow(source, destination, '443/tcp')] });
    expect(decided(permitted).ground('z')).toBe('R5 permitted-not-seen');
  });

  test('in a rule is as broad as the IPv4 prefix', () => {
    const open = network()
      .segment('cde', '10.1.0.0/24')
      .segment('office', '10.2.0.0/24')
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .control('fw', [['cde', 'office']], { allows: [allow('::ffff:10.0.0.0/104', '10.1.0.1', '443/tcp')] });
    expect(decided(open).category('z')).toBe('CDE_CONTAMINATED');
  });
});

describe('an asset that is named like an address', () => {
  const namedLike = (id: string, ...bound: string[]) => site().asset(id, ...bound);
  const errors = (setting: FactsSetting) =>
    checkFacts(setting.facts()).map(({ path, message }) => `${path}: ${message}`);

  test('and has another is an error: contacts of the one with that address would be its own', () => {
    expect(errors(namedLike('10.2.0.9', '10.2.0.50').contact('10.2.0.9', 'a', '443/tcp'))).toEqual([
      'assets[1].id: 10.2.0.9 is an address that it is not bound to: contacts of whoever has that would be its own',
    ]);
    expect(errors(namedLike('::ffff:10.2.0.9', '10.2.0.50'))).toHaveLength(1);
  });

  test('is none when the address is among its own, or the only one', () => {
    expect(errors(namedLike('10.2.0.9', '10.2.0.9', '10.2.0.50'))).toEqual([]);
    expect(errors(namedLike('10.2.0.9'))).toEqual([]);
  });

  test('is one when somebody else has the address', () => {
    expect(errors(namedLike('10.2.0.9').asset('z', '10.2.0.9'))).toEqual([
      'bindings[1].address: there is an asset with the id 10.2.0.9: which of the two is meant by it?',
    ]);
  });

  test('is none when it has the address between the others that have it', () => {
    const change = NOW - 15 * DAY;
    const handed = site()
      .asset('10.2.0.9')
      .asset('z')
      .bind('z', '10.2.0.9', change, null)
      .bind('10.2.0.9', '10.2.0.9', null, change)
      .contact('10.2.0.9', 'a', '443/tcp', { first: change - DAY, last: change - 1 });
    expect(errors(handed)).toEqual([]);
    expect(decided(handed).category('10.2.0.9')).toBe('CONNECTED');
    expect(decided(handed).category('z')).not.toBe('CONNECTED');
  });
});

describe('addresses that are handed out', () => {
  /** `z` has its address by lease, `fixed` by declaration; nobody knows who had 10.2.0.77. */
  function leased(): FactsSetting {
    const setting = site().asset('z').asset('fixed', '10.2.0.5');
    const lease = { asset: 'z', address: '10.2.0.9', from: null, until: null, basis: 'lease' };
    const read = setting.facts.bind(setting);
    return changed(setting, () => {
      const facts = read();
      return { ...facts, bindings: [...facts.bindings, lease] };
    });
  }

  test('leave their holders out of scope as long as nobody unknown was near the CDE', () => {
    const result = decided(leased().contact('10.2.0.77', '10.2.0.5', '443/tcp'));
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
    expect(result.category('10.2.0.77')).toBe('UNDETERMINED');
  });

  test.each(['established', 'unknown'] as const)(
    'leave nobody of them out of scope whose address may have been the unknown one in contact with the CDE (%s)',
    (state) => {
      const result = decided(leased().contact('10.2.0.77', 'a', '443/tcp', { state }));
      expect(result.category('z')).toBe('UNDETERMINED');
      expect(result.missing('z')).toEqual(['binding']);
      expect(result.explain('z').missing[0]?.about).toEqual([{ kind: 'asset', id: '10.2.0.77' }]);
      expect(result.category('fixed')).toBe('OUT_OF_SCOPE');
    },
  );

  test('nor when the unknown one used a way into the CDE', () => {
    const jump = leased()
      .segment('services', '10.4.0.0/24')
      .asset('jump', '10.4.0.1')
      .tag('jump', { kind: 'role', role: 'jump' })
      .contact('jump', 'a', '22/tcp')
      .contact('10.2.0.77', 'jump', '3389/tcp');
    expect(decided(jump).category('z')).toBe('UNDETERMINED');
  });

  test('an attempt of the unknown one changes nothing', () => {
    expect(decided(leased().contact('10.2.0.77', 'a', '443/tcp', { state: 'denied' })).category('z')).toBe(
      'OUT_OF_SCOPE',
    );
  });

  test('a system that is known by its traffic alone is not out of scope among them', () => {
    expect(decided(seen(leased(), '10.2.0.60')).missing('10.2.0.60')).toEqual(['binding']);
    expect(decided(seen(leased(), '10.2.0.60', ['person'])).category('10.2.0.60')).toBe('OUT_OF_SCOPE');
    expect(decided(seen(site(), '10.2.0.60')).category('10.2.0.60')).toBe('OUT_OF_SCOPE');
  });
});
