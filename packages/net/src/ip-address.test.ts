import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalIp, compareIp, formatIp, parseIp } from './ip-address.ts';

describe('canonicalIp', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is written %s', (text, canonical) => {
    expect(canonicalIp(text)).toBe(canonical);
  });

  test.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '010.0.0.1',
    '1.2.3.a',
    ' 1.2.3.4',
    '1::2::3',
    ':1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    'fe80::1%eth0',
    '12345::',
    '::1.2.3',
    '1.2.3.4::',
  ])('%j is not an address', (text) => {
    expect(parseIp(text)).toBeNull();
  });

  test('every address survives text and back', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (address) => {
        // Compared as plain arrays: fast-check's own arrays come from another realm.
        expect([...(parseIp(formatIp(address)) ?? [])]).toEqual([...address]);
      }),
    );
  });

  test('a wrong length is a programming error', () => {
    expect(() => formatIp(new Uint8Array(5))).toThrow('4 or 16 bytes, not 5');
  });
});

test('addresses sort by family, then number, and other text comes last', () => {
  const sorted = ['::1', '10.0.0.10', 'x', '10.0.0.9', 'fe80::1', 'a'].sort(compareIp);
  expect(sorted).toEqual(['10.0.0.9', '10.0.0.10', '::1', 'fe80::1', 'a', 'x']);
});
