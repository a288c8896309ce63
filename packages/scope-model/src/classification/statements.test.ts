import { describe, expect, test } from 'vitest';
import type { TagStatement } from '../facts/tag-fact.ts';
import { decided } from '../testing/decided.ts';
import { allow, DAY, type FactsSetting, NOW, network } from '../testing/facts-setting.ts';

/** `a` holds account data in `cde`; `office` is shown to be out of scope, and `z` stands in it. */
function site(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .asset('z', '10.2.0.9')
    .isolated('office', 'cde');
}

describe('a statement that is dated in the future', () => {
  const later = { at: NOW + DAY };

  test('takes nothing out of scope, and is an item', () => {
    const result = decided(
      network()
        .segment('cde', '10.1.0.0/24')
        .segment('office', '10.2.0.0/24')
        .asset('a', '10.1.0.1')
        .holdsAccountData('a')
        .asset('z', '10.2.0.9')
        .tag('office', { kind: 'no-account-data' })
        .tag('office', { kind: 'out-of-scope-justified', approvedBy: 'CISO' }, later)
        .control('fw', [['cde', 'office']])
        .tested('office', 'cde')
        .watched('office', 'cde'),
    );
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.missing('z')).toEqual(['justification']);
    expect(result.items('tag out-of-scope-justified office')).toEqual(['not-yet']);
  });

  test('retires no contact', () => {
    const result = decided(
      site().contact('z', 'a', '443/tcp').tag('z > a 443/tcp', { kind: 'contact-retired' }, later),
    );
    expect(result.category('z')).toBe('CONNECTED');
  });

  test.each<TagStatement>([
    { kind: 'claim', claim: 'connected' },
    { kind: 'account-data', stores: true, processes: false, transmits: false },
    { kind: 'serves-cde' },
  ])('brings nothing into scope before its time, which the item tells: $kind', (statement) => {
    const result = decided(site().tag('z', statement, later));
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
    expect(result.items('asset z')).toEqual(['not-yet']);
  });

  test('holds from its instant on; clocks may differ by a minute', () => {
    for (const at of [NOW, NOW + 59_000])
      expect(decided(site().tag('z', { kind: 'serves-cde' }, { at })).category('z')).toBe('SECURITY_IMPACTING');
  });
});

describe('a claim of undetermined', () => {
  test.each(['z', 'office'])('about %s stops out of scope', (subject) => {
    const result = decided(site().tag(subject, { kind: 'claim', claim: 'undetermined' }));
    expect(result.category('z')).toBe('UNDETERMINED');
    expect(result.missing('z')).toEqual(['claim']);
    expect(result.explain('z').missing[0]?.about).toEqual([{ kind: 'tag', id: `claim ${subject}` }]);
    expect(result.placeCategory('office')).toBe(subject === 'office' ? 'UNDETERMINED' : 'OUT_OF_SCOPE');
  });

  test('about the zone of a segment stops it, too', () => {
    const zoned = network()
      .segment('cde', '10.1.0.0/24')
      .zone('corp')
      .segment('office', '10.2.0.0/24', { zone: 'corp' })
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .isolated('office', 'cde');
    expect(decided(zoned).category('z')).toBe('OUT_OF_SCOPE');
    expect(decided(zoned.tag('corp', { kind: 'claim', claim: 'undetermined' })).category('z')).toBe('UNDETERMINED');
  });

  test('moves nothing down', () => {
    const result = decided(site().contact('z', 'a', '443/tcp').tag('z', { kind: 'claim', claim: 'undetermined' }));
    expect(result.category('z')).toBe('CONNECTED');
  });
});

describe('somebody else inside a place of the entity', () => {
  const theirs: readonly TagStatement[] = [
    { kind: 'third-party', party: null },
    { kind: 'claim', claim: 'external' },
  ];

  test.each(theirs)('counts like its neighbours when it is in contact with the CDE: $kind', (statement) => {
    const result = decided(site().tag('z', statement).contact('z', 'a', '443/tcp'));
    expect(result.category('z')).toBe('CONNECTED');
    expect(result.explain('z').inScope).toBe(true);
    expect(result.explain('z').conflict).toBe(true);
    expect(result.items('asset z')).toContain('tag-conflict');
  });

  test.each(theirs)('is undetermined when nothing shows its place to be isolated: $kind', (statement) => {
    const bare = network()
      .segment('cde', '10.1.0.0/24')
      .segment('office', '10.2.0.0/24')
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .tag('z', statement);
    expect(decided(bare).category('z')).toBe('UNDETERMINED');
    expect(decided(bare).explain('z').conflict).toBe(true);
  });

  test.each(theirs)('is out of scope like its neighbours, without a conflict: $kind', (statement) => {
    const result = decided(site().tag('z', statement));
    expect(result.category('z')).toBe('OUT_OF_SCOPE');
    expect(result.explain('z').conflict).toBe(false);
  });

  test('is contaminated by a broad rule like its neighbours', () => {
    const open = network()
      .segment('cde', '10.1.0.0/24')
      .segment('office', '10.2.0.0/24')
      .asset('a', '10.1.0.1')
      .holdsAccountData('a')
      .asset('z', '10.2.0.9')
      .tag('z', { kind: 'third-party', party: null })
      .control('fw', [['cde', 'office']], { allows: [allow('any', 'any', 'any')] });
    expect(decided(open).category('z')).toBe('CDE_CONTAMINATED');
  });

  test('was seen there, though its address is elsewhere', () => {
    const roaming = site()
      .asset('laptop', '198.51.100.9')
      .tag('laptop', { kind: 'third-party', party: null })
      .contact('laptop', 'a', '443/tcp');
    expect(decided(roaming).category('laptop')).toBe('EXTERNAL');
    expect(decided(roaming.sighting('laptop', 'office', 'LLMNR')).category('laptop')).toBe('CONNECTED');
  });

  test('a place that is everybody else is none of the entity, said or not', () => {
    const result = decided(
      site()
        .zone('internet', '0.0.0.0/0')
        .asset('vendor', '198.51.100.9')
        .tag('vendor', { kind: 'third-party', party: null })
        .contact('vendor', 'a', '443/tcp'),
    );
    expect(result.category('vendor')).toBe('EXTERNAL');
  });
});

describe('a contact that carries account data', () => {
  const flow = () =>
    site()
      .asset('pos', '10.2.0.5')
      .asset('bank', '203.0.113.9')
      .contact('pos', 'z', '8443/tcp')
      .contact('z', 'bank', '443/tcp');

  test('puts both ends into the CDE, with the flow and the peer in the reason', () => {
    const result = decided(flow().carriesAccountData('pos > z 8443/tcp', 'Authorisation', 1));
    expect([result.category('pos'), result.category('z')]).toEqual(['CDE_CHD', 'CDE_CHD']);
    expect(result.ground('pos')).toBe('R1 carries-account-data');
    expect(result.facts('pos')).toEqual(['tag carries-account-data pos > z 8443/tcp', 'contact pos > z 8443/tcp']);
  });

  test('makes no third party a component of the entity', () => {
    const result = decided(
      flow()
        .tag('bank', { kind: 'third-party', party: null })
        .carriesAccountData('z > bank 443/tcp', 'Authorisation', 2),
    );
    expect([result.category('z'), result.category('bank')]).toEqual(['CDE_CHD', 'EXTERNAL']);
  });

  test('contradicts a statement that there is no account data, for the place as well', () => {
    const result = decided(flow().carriesAccountData('pos > z 8443/tcp', 'Authorisation', 1));
    expect(result.explain('pos').conflict).toBe(true);
    expect(result.items('asset pos')).toContain('tag-conflict');
  });

  test('no longer counts when the contact is retired', () => {
    const result = decided(
      flow()
        .carriesAccountData('pos > z 8443/tcp', 'Authorisation', 1)
        .tag('pos > z 8443/tcp', { kind: 'contact-retired' }, { at: NOW - 1, id: 'retired' }, 'contact'),
    );
    expect(result.category('pos')).toBe('OUT_OF_SCOPE');
  });
});
