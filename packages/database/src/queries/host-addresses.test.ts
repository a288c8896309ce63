import { CompiledQuery } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase } from '../testing/index.ts';
import { type AddressSighting, bindAddresses, listAddressBindings, sightAddresses } from './host-addresses.ts';

const { db } = await freshDatabase();

beforeEach(() => emptyDatabase(db));

const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const ADDRESS = '10.1.0.5';
const lease = { address: ADDRESS, source: 'dhcp-lease' as const };

/** `asset from-to`, hours. */
async function held(from: number, to: number): Promise<string[]> {
  const hour = (date: Date | null) => date?.getUTCHours() ?? 'now';
  const bindings = await listAddressBindings(db, ADDRESS, at(from), at(to));
  return bindings.map((binding) => `${binding.asset} ${hour(binding.from)}-${hour(binding.to)}`);
}

const see = (sightings: AddressSighting[]) =>
  sightAddresses((text, values) => db.executeQuery(CompiledQuery.raw(text, values)), sightings);

async function sight(...seen: [asset: string, hour: number][]): Promise<void> {
  for (const [asset, hour] of seen) {
    await see([{ address: ADDRESS, asset, source: 'flow-mac', from: at(hour), to: at(hour) }]);
  }
}

test('an address belongs to different assets at different times, and to nobody in between', async () => {
  await bindAddresses(db, [
    { ...lease, asset: 'till-1', from: at(1), to: at(4) },
    { ...lease, asset: 'till-2', from: at(8), to: null },
  ]);
  expect(await held(0, 23)).toEqual(['till-1 1-4', 'till-2 8-now']);
  expect(await held(5, 7)).toEqual([]);
  expect(await held(4, 4)).toEqual(['till-1 1-4']);
  expect(await held(9, 9)).toEqual(['till-2 8-now']);
});

test('the same lease again changes nothing, a renewed one is longer, a released one shorter', async () => {
  const first = { ...lease, asset: 'till-1', from: at(1), to: at(4) };
  await bindAddresses(db, [first]);
  await bindAddresses(db, [first, first]);
  expect(await held(0, 23)).toEqual(['till-1 1-4']);
  await bindAddresses(db, [{ ...first, to: at(6) }]);
  expect(await held(0, 23)).toEqual(['till-1 1-6']);
  await bindAddresses(db, [{ ...first, to: at(3) }]);
  expect(await held(0, 23)).toEqual(['till-1 1-3']);
});

test.each(['the earlier first', 'the later first'])('a lease ends when another machine gets one: %s', async (order) => {
  const earlier = ['mac:a', 'till-1'].map((asset) => ({ ...lease, asset, from: at(1), to: at(12) }));
  const later = ['mac:b', 'till-2'].map((asset) => ({ ...lease, asset, from: at(5), to: at(17) }));
  for (const bindings of order === 'the earlier first' ? [earlier, later] : [later, earlier])
    await bindAddresses(db, bindings);
  expect(await held(0, 23)).toEqual(['mac:a 1-5', 'till-1 1-5', 'mac:b 5-17', 'till-2 5-17']);
});

test('a renewal that tells less of the machine ends nothing, and lists of other sources are not leases', async () => {
  const first = ['mac:a', 'till-1'].map((asset) => ({ ...lease, asset, from: at(1), to: at(12) }));
  await bindAddresses(db, [...first, { ...lease, asset: 'mac:a', from: at(6), to: at(18) }]);
  await bindAddresses(db, [{ ...lease, source: 'csv', asset: 'inventory 7', from: at(2), to: at(9) }]);
  expect(await held(0, 23)).toEqual(['mac:a 1-12', 'till-1 1-12', 'inventory 7 2-9', 'mac:a 6-18']);
});

test.each<[string, [string, number][], string[]]>([
  [
    'one asset',
    [
      ['a', 1],
      ['a', 3],
      ['a', 2],
    ],
    ['a 1-3'],
  ],
  [
    'another one takes over',
    [
      ['a', 1],
      ['a', 2],
      ['b', 5],
      ['b', 6],
    ],
    ['a 1-2', 'b 5-6'],
  ],
  [
    'the first one comes back',
    [
      ['a', 1],
      ['b', 5],
      ['a', 9],
    ],
    ['a 1-1', 'b 5-5', 'a 9-9'],
  ],
  [
    'the same sighting again',
    [
      ['a', 1],
      ['a', 1],
    ],
    ['a 1-1'],
  ],
])('sightings: %s', async (_, seen, expected) => {
  await sight(...seen);
  expect(await held(0, 23)).toEqual(expected);
});

test('several machines at one address in one call follow each other in order of time', async () => {
  const sighting = { address: ADDRESS, source: 'flow-mac' as const };
  await see([
    { ...sighting, asset: 'b', from: at(5), to: at(6) },
    { ...sighting, asset: 'a', from: at(1), to: at(2) },
    { address: '10.1.0.6', source: 'flow-mac', asset: 'c', from: at(1), to: at(2) },
    { ...sighting, asset: 'a', from: at(8), to: at(9) },
  ]);
  expect(await held(0, 23)).toEqual(['a 1-2', 'b 5-6', 'a 8-9']);
});
