import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseIp } from './ip-address.ts';
import { formatPrefix, maskIp, parsePrefix, prefixContains } from './ip-prefix.ts';

test.each([
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['10.0.0.1', '10.0.0.1/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['10.10.1.64/26', '10.10.1.64/26'],
  ['2001:db8::/33', '2001:db8::/33'],
  ['::1', '::1/128'],
])('%s reads as %s', (text, canonical) => {
  const prefix = parsePrefix(text);
  expect(prefix && formatPrefix(prefix)).toBe(canonical);
});

test.each(['10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/-1', '::/129', 'x/8', '10.0.0.0/8/8'])(
  '%s is not a prefix',
  (text) => {
    expect(parsePrefix(text)).toBeNull();
  },
);

test.each([
  ['10.0.0.0/9', '10.127.255.255', true],
  ['10.0.0.0/9', '10.128.0.0', false],
  ['10.0.0.0/8', '::1', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
  ['0.0.0.0/0', '255.255.255.255', true],
])('%s contains %s: %s', (prefix, address, contained) => {
  expect(prefixContains(parsePrefix(prefix)!, parseIp(address)!)).toBe(contained);
});

test('an address lies in each of its own prefixes', () => {
  const address = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(address, fc.nat(128), (bytes, n) => {
      const length = n % (bytes.length * 8 + 1);
      expect(prefixContains({ bytes: maskIp(bytes, length), length }, bytes)).toBe(true);
    }),
  );
});
