import { formatIp, formatPrefix, maskIp } from '@scopemap/net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AddressRanges,
  ALL_ADDRESSES,
  addressNumber,
  coversRanges,
  inRanges,
  intersectRanges,
  mergeRanges,
  prefixRange,
  prefixRanges,
  subtractRanges,
  unionRanges,
} from './address-ranges.ts';

/** Sets of the numbers below 40, so that every question can be answered by looking at each. */
const EDGE = 40;
const ranges = fc
  .array(fc.tuple(fc.nat(EDGE - 1), fc.nat(EDGE - 1)), { maxLength: 6 })
  .map((pairs) => mergeRanges(pairs.map(([a, b]) => [BigInt(Math.min(a, b)), BigInt(Math.max(a, b))] as const)));

function members(set: AddressRanges): number[] {
  return Array.from({ length: EDGE }, (_, i) => i).filter((i) => {
    for (let k = 0; k < set.length; k += 2) if (BigInt(i) >= set[k]! && BigInt(i) <= set[k + 1]!) return true;
    return false;
  });
}

function isOrderly(set: AddressRanges): boolean {
  return set.every((edge, i) => i === 0 || (i % 2 === 1 ? edge >= set[i - 1]! : edge > set[i - 1]! + 1n));
}

describe('sets of addresses', () => {
  test('are combined as sets of numbers are', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [inA, inB] = [new Set(members(a)), new Set(members(b))];
        const all = Array.from({ length: EDGE }, (_, i) => i);
        expect(members(intersectRanges(a, b))).toEqual(all.filter((i) => inA.has(i) && inB.has(i)));
        expect(members(subtractRanges(a, b))).toEqual(all.filter((i) => inA.has(i) && !inB.has(i)));
        expect(members(unionRanges([a, b]))).toEqual(all.filter((i) => inA.has(i) || inB.has(i)));
        expect(coversRanges(a, b)).toBe([...inB].every((i) => inA.has(i)));
        expect(all.filter((i) => inRanges(a, BigInt(i)))).toEqual(members(a));
        for (const set of [a, intersectRanges(a, b), unionRanges([a, b])]) expect(isOrderly(set)).toBe(true);
      }),
    );
  });

  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );

  test('of a prefix hold the addresses with that prefix', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(128), (base, other, wanted) => {
        const length = Math.min(wanted, base.length * 8);
        const prefix = { bytes: maskIp(base, length), length };
        const set = prefixRanges([formatPrefix(prefix)]);
        const holds = (address: Uint8Array) =>
          address.length === base.length && formatIp(maskIp(address, length)) === formatIp(prefix.bytes);
        for (const address of [base, other]) {
          const number = addressNumber(formatIp(address));
          expect(number !== null && inRanges(set, number)).toBe(holds(address));
          expect(number !== null && inRanges(ALL_ADDRESSES, number)).toBe(true);
        }
      }),
    );
  });

  test.each([
    '10.0.0.256',
    '10.0.0',
    '10.0.0.01',
    '1.2.3.4.5',
    '.1.2.3',
    '1..2.3',
    '10.0.0.1 ',
    '',
    'a',
    '10.0.0.1/33',
  ])('have no place for "%s"', (text) => {
    expect(addressNumber(text)).toBeNull();
    expect(prefixRange(text)).toBeNull();
  });

  test('take IPv6 that maps IPv4 for that, and keep all other IPv6 apart from it', () => {
    expect(addressNumber('::ffff:10.0.0.1')).toBe(addressNumber('10.0.0.1'));
    expect(prefixRange('::ffff:10.0.0.0/104')).toEqual(prefixRange('10.0.0.0/8'));
    expect(addressNumber('::10.0.0.1')).not.toBe(addressNumber('10.0.0.1'));
    expect(addressNumber('::fffe:10.0.0.1')).not.toBe(addressNumber('10.0.0.1'));
    expect(addressNumber('0.0.0.0')).toBeGreaterThan(addressNumber('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')!);
  });
});
