import { formatIp } from '@scopemap/net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAllowList } from './allow-list.ts';

test.each([
  [['10.20.0.0/24'], [], ['10.20.0.0/24']],
  [['10.20.0.0/24', '10.30.0.7'], [], ['10.20.0.0/24', '10.30.0.7/32']],
  [['10.20.0.0/24'], ['10.20.0.128/25', '10.20.0.9'], ['10.20.0.128/25', '10.20.0.9/32']],
  [['2001:DB8::/120'], ['2001:db8:0::5'], ['2001:db8::5/128']],
])('%j with targets %j scans %j', (allow, targets, expected) => {
  expect(createAllowList(allow).targets(targets)).toEqual(expected);
});

test.each([
  [['10.20.0.0/24'], ['10.20.0.0/23'], '10.20.0.0/23 lies outside of what --allow names'],
  [['10.20.0.0/24'], ['10.20.1.0/24'], '10.20.1.0/24 lies outside of what --allow names'],
  // Two halves do not make a whole: each target must lie in one prefix.
  [['10.20.0.0/25', '10.20.0.128/25'], ['10.20.0.0/24'], 'lies outside'],
  [['10.20.0.0/24'], ['::ffff:10.20.0.1'], 'lies outside'],
  [['10.20.0.0/24'], ['example.org'], '"example.org" is not a network such as 10.20.0.0/24'],
  [['10.20.0.0/24'], ['-sS'], '"-sS" is not a network'],
  [['10.20.0.0/24'], ['10.20.0.1-9'], '"10.20.0.1-9" is not a network'],
  [['10.20.0.1/24'], [], '"10.20.0.1/24" is not a network'],
  [['10.0.0.0/8'], [], '10.0.0.0/8 holds more than 65536 addresses'],
  [['0.0.0.0/0'], [], 'more than 65536'],
  [['2001:db8::/64'], [], 'more than 65536'],
])('%j with targets %j is refused', (allow, targets, message) => {
  expect(() => createAllowList(allow).targets(targets)).toThrow(message);
});

/** An IPv4 prefix as text, with its first and last address as numbers. */
const prefix = fc
  .record({ bits: fc.nat(2 ** 32 - 1), length: fc.integer({ min: 16, max: 32 }) })
  .map(({ bits, length }) => {
    const size = 2 ** (32 - length);
    const first = bits - (bits % size);
    return { text: `${addressOf(first)}/${length}`, first, last: first + size - 1 };
  });

function addressOf(bits: number): string {
  return formatIp(Uint8Array.of(bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255));
}

/** Targets near what is allowed are the interesting ones. */
const allowAndTarget = fc.array(prefix, { minLength: 1, maxLength: 3 }).chain((allow) => {
  const near = fc
    .record({ of: fc.constantFrom(...allow), length: fc.integer({ min: 16, max: 32 }) })
    .map(({ of, length }) => {
      const size = 2 ** (32 - length);
      const first = of.last - (of.last % size);
      return { text: `${addressOf(first)}/${length}`, first, last: first + size - 1 };
    });
  return fc.record({ allow: fc.constant(allow), target: fc.oneof(near, prefix) });
});

test('a target is accepted exactly when one allowed prefix holds all of it', () => {
  fc.assert(
    fc.property(allowAndTarget, ({ allow, target }) => {
      const list = createAllowList(allow.map(({ text }) => text));
      const inside = allow.some(({ first, last }) => first <= target.first && target.last <= last);
      if (!inside) expect(() => list.targets([target.text])).toThrow('lies outside');
      else {
        expect(list.targets([target.text])).toEqual([target.text]);
        expect([addressOf(target.first), addressOf(target.last)].every((address) => list.allows(address))).toBe(true);
      }
    }),
  );
});

test.each(['', 'localhost', '10.20.0.0/24', '10.20.1.0', '::ffff:10.20.0.1'])(
  '"%s" is no allowed address',
  (address) => {
    expect(createAllowList(['10.20.0.0/24']).allows(address)).toBe(false);
  },
);
