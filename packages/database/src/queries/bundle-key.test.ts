import { describe, expect, it } from 'vitest';
import { formatBundleKey, parseBundleKey } from './bundle-key.ts';

describe('bundle keys', () => {
  it.each([
    'zone-1>zone-2|443-6|unreviewed',
    'zone-1~unassigned-10.1.2.0/24|undecided-17|ordinary',
    'unassigned-fd00:1:2:3::/64>unassigned-internet|infra|violation',
    'zone-1>zone-1|0-1|approved',
  ])('%s is read back as it was written', (text) => {
    const key = parseBundleKey(text);
    expect(key && formatBundleKey(key)).toBe(text);
  });

  it.each(['', 'zone-1', 'zone-1>zone-2|443|unreviewed', 'zone-1>zone-2|443-6|fine', 'zone-1=zone-2|443-6|ordinary'])(
    '%j is none',
    (text) => {
      expect(parseBundleKey(text)).toBeNull();
    },
  );
});
