import { describe, expect, test } from 'vitest';
import { decided } from '../testing/decided.ts';
import { type FactsSetting, network } from '../testing/facts-setting.ts';

/** Everybody else is the zone `internet`; a partner has an address range of its own. */
function site(): FactsSetting {
  return network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('a', '10.1.0.1')
    .holdsAccountData('a')
    .zone('internet', '0.0.0.0/0', '::/0')
    .tag('internet', { kind: 'claim', claim: 'external' })
    .zone('partner', '172.20.0.0/24')
    .tag('partner', { kind: 'third-party', party: null });
}

describe('who is external', () => {
  test.each([
    ['203.0.113.9', 'EXTERNAL'],
    ['2001:db8::9', 'EXTERNAL'],
    ['172.20.0.9', 'EXTERNAL'],
    // Nobody has declared these; that they lie in "everybody else" says nothing of them.
    ['10.99.0.7', 'CONNECTED'],
    ['192.168.7.7', 'CONNECTED'],
    ['100.64.0.1', 'CONNECTED'],
    ['fd00::1', 'CONNECTED'],
  ])('%s is %s', (address, category) => {
    expect(decided(site().contact('a', address, '443/tcp')).category(address)).toBe(category);
  });

  test('not who also has an address inside, or was seen inside', () => {
    const roaming = site().asset('laptop', '203.0.113.50', '10.2.0.50').contact('a', 'laptop', '443/tcp');
    expect(decided(roaming).category('laptop')).toBe('CONNECTED');
    const seen = site()
      .asset('laptop', '203.0.113.50')
      .sighting('laptop', 'office', 'LLMNR')
      .contact('a', 'laptop', '443/tcp');
    expect(decided(seen).category('laptop')).toBe('CONNECTED');
    expect(
      decided(seen)
        .grounds('laptop')
        .filter((ground) => ground.startsWith('R7')),
    ).toEqual([]);
  });
});
