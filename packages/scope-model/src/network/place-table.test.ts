import { PrefixTable, parseIp, parsePrefix } from '@scopemap/net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressNumber, inRanges, prefixRanges } from './address-ranges.ts';
import { createPlaceTable, isSegment, withZone } from './place-table.ts';

const zone = (id: string, ...prefixes: string[]) => ({ id, name: id, prefixes });
const segment = (id: string, within: string | null, ...prefixes: string[]) => ({
  ...zone(id, ...prefixes),
  zone: within,
  vlan: null,
  wireless: false,
});

describe('places', () => {
  const places = createPlaceTable(
    [zone('corp', '10.0.0.0/8', '2001:db8::/32'), zone('lab', '10.9.0.0/16')],
    [
      segment('desks', 'corp', '10.1.0.0/16'),
      segment('room', 'corp', '10.1.2.0/24'),
      segment('same', null, '10.9.0.0/16'),
    ],
  );
  const find = (address: string) => {
    const place = places.find(addressNumber(address)!);
    return place < 0 ? null : `${places.refs[place]?.kind} ${places.refs[place]?.id}`;
  };

  test.each([
    ['10.1.2.3', 'segment room'],
    ['10.1.3.3', 'segment desks'],
    ['10.1.1.255', 'segment desks'],
    ['10.2.0.1', 'zone corp'],
    ['10.0.0.0', 'zone corp'],
    ['10.255.255.255', 'zone corp'],
    ['2001:db8:1::1', 'zone corp'],
    ['2001:db9::1', null],
    ['11.0.0.0', null],
    ['9.255.255.255', null],
    // A segment is nearer than a zone with the same prefix.
    ['10.9.0.1', 'segment same'],
  ])('%s belongs to %s', (address, expected) => {
    expect(find(address)).toBe(expected);
  });

  test('know zones with segments from those that are one', () => {
    const index = (kind: 'zone' | 'segment', id: string) => places.indexOf({ kind, id });
    expect(isSegment(places, index('zone', 'corp'))).toBe(false);
    expect(isSegment(places, index('zone', 'lab'))).toBe(true);
    expect(isSegment(places, index('segment', 'room'))).toBe(true);
    expect(places.expand({ kind: 'zone', id: 'corp' })).toEqual([
      index('zone', 'corp'),
      index('segment', 'desks'),
      index('segment', 'room'),
    ]);
    expect(withZone(places, index('segment', 'room'))).toEqual([index('segment', 'room'), index('zone', 'corp')]);
    expect(places.indexOf({ kind: 'zone', id: 'room' })).toBe(-1);
    expect(places.expand({ kind: 'zone', id: 'nowhere' })).toEqual([]);
  });

  test('find what any ranges touch', () => {
    const within = (...prefixes: string[]) =>
      places.within(prefixRanges(prefixes)).map((place) => places.refs[place]?.id);
    expect(within('10.1.2.128/25')).toEqual(['room']);
    expect(within('10.1.0.0/16').sort()).toEqual(['desks', 'room']);
    expect(within('172.16.0.0/12')).toEqual([]);
  });

  const prefix = fc
    .tuple(fc.nat(3), fc.nat(3), fc.nat(255), fc.constantFrom(8, 14, 16, 22, 24, 30, 32))
    .map(([a, b, c, length]) => {
      const value = ((10 + a) * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + c) >>> 0;
      const masked = length === 32 ? value : (value >>> (32 - length)) * 2 ** (32 - length);
      return `${[24, 16, 8, 0].map((shift) => (masked / 2 ** shift) & 255).join('.')}/${length}`;
    });

  test('are found by the longest prefix, as a table of prefixes finds them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(prefix, { minLength: 1, maxLength: 12 }), fc.array(prefix), (prefixes, probes) => {
        const own = createPlaceTable(
          prefixes.map((text, i) => zone(`z${i}`, text)),
          [],
        );
        const reference = new PrefixTable<string>();
        for (const [i, text] of prefixes.entries()) reference.set(parsePrefix(text)!, `z${i}`);
        for (const probe of [...prefixes, ...probes]) {
          const address = probe.slice(0, probe.indexOf('/'));
          const place = own.find(addressNumber(address)!);
          expect(own.refs[place]?.id).toBe(reference.find(parseIp(address)!));
          for (const [i, range] of own.ranges.entries())
            expect(inRanges(range, addressNumber(address)!)).toBe(i === place);
        }
      }),
    );
  });
});
