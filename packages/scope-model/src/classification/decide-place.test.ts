import { describe, expect, test } from 'vitest';
import { decided } from '../testing/decided.ts';
import { type FactsSetting, network } from '../testing/facts-setting.ts';

/** A zone of two floors and a segment with account data; one floor is shown to be out of scope. */
function site(...zonePrefixes: string[]): FactsSetting {
  return network()
    .zone('corp', ...zonePrefixes)
    .segment('cde', '10.1.0.0/24')
    .segment('floor-1', '10.2.1.0/24', { zone: 'corp' })
    .segment('floor-2', '10.2.2.0/24', { zone: 'corp' })
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .isolated('floor-1', 'cde');
}

const categories = (setting: FactsSetting) => {
  const result = decided(setting);
  return [result.placeCategory('corp'), result.placeCategory('floor-1'), result.placeCategory('floor-2')];
};

describe('a zone is what its segments are together', () => {
  test.each<[string, FactsSetting, readonly string[]]>([
    ['one not shown', site(), ['UNDETERMINED', 'OUT_OF_SCOPE', 'UNDETERMINED']],
    ['all shown', site().isolated('floor-2', 'cde'), ['OUT_OF_SCOPE', 'OUT_OF_SCOPE', 'OUT_OF_SCOPE']],
    [
      'addresses left that are of no segment',
      site('10.2.0.0/16').isolated('floor-2', 'cde'),
      ['UNDETERMINED', 'OUT_OF_SCOPE', 'OUT_OF_SCOPE'],
    ],
    [
      'one with a connected system',
      site().isolated('floor-2', 'cde').asset('z', '10.2.2.9').contact('z', 'a', '443/tcp'),
      ['CONNECTED', 'OUT_OF_SCOPE', 'CONNECTED'],
    ],
    [
      'one of somebody else',
      site().tag('floor-2', { kind: 'third-party', party: null }),
      ['OUT_OF_SCOPE', 'OUT_OF_SCOPE', 'EXTERNAL'],
    ],
    [
      'all of somebody else',
      site().tag('floor-1', { kind: 'third-party', party: null }).tag('floor-2', { kind: 'third-party', party: null }),
      ['EXTERNAL', 'EXTERNAL', 'EXTERNAL'],
    ],
    [
      'one with account data',
      site().asset('b', '10.2.2.1').holdsAccountData('b'),
      ['CDE_CHD', 'UNDETERMINED', 'CDE_CHD'],
    ],
  ])('%s', (_, setting, expected) => {
    expect(categories(setting)).toEqual(expected);
  });

  test('a device between places does not put them in scope', () => {
    const firewall = site()
      .asset('fw', '10.1.0.254', '10.2.1.254')
      .control('fw', [['floor-1', 'cde']], { asset: 'fw' });
    expect(decided(firewall).category('fw')).toBe('SEGMENTING');
    expect(categories(firewall)[1]).toBe('OUT_OF_SCOPE');
  });
});
