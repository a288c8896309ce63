import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseIp } from './ip-address.ts';
import { parsePrefix, prefixContains } from './ip-prefix.ts';
import { PrefixTable } from './prefix-table.ts';

test.each([
  ['10.1.2.3', 'narrow'],
  ['10.1.3.3', 'wide'],
  ['11.0.0.1', undefined],
  ['2001:db8::1', 'six'],
  ['::a01:203', undefined],
])('%s falls into %s', (address, zone) => {
  const table = new PrefixTable<string>();
  table.set(parsePrefix('10.0.0.0/8')!, 'wide');
  table.set(parsePrefix('10.1.2.0/24')!, 'narrow');
  table.set(parsePrefix('2001:db8::/32')!, 'six');
  expect(table.find(parseIp(address)!)).toBe(zone);
});

test('agrees with trying every prefix', () => {
  const prefix = fc.tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 255 }),
    fc.integer({ min: 8, max: 24 }),
  );
  fc.assert(
    fc.property(
      fc.array(prefix, { maxLength: 12 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 255 }),
      (rows, a, b) => {
        const table = new PrefixTable<number>();
        const prefixes = rows.flatMap(([x, y, length]) => parsePrefix(`${x}.${y}.0.0/${length}`) ?? []);
        for (const [i, p] of prefixes.entries()) table.set(p, i);
        const address = parseIp(`${a}.${b}.0.1`)!;
        const longest = Math.max(-1, ...prefixes.filter((p) => prefixContains(p, address)).map((p) => p.length));
        const found = table.find(address);
        expect(found === undefined ? -1 : prefixes[found]!.length).toBe(longest);
      },
    ),
  );
});
