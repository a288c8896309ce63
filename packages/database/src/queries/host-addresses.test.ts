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

async function sight(...seen: [asset: string, hour: number][]): Promise<void> {
  for (const [asset, hour] of seen) {
    const sighting: AddressSighting = { address: ADDRESS, asset, source: 'flow-mac', seenAt: at(hour) };
    await db.transaction().execute((trx) => sightAddresses(trx, [sighting]));
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

test('the same lease again changes nothing, a renewed one is longer', async () => {
  const first = { ...lease, asset: 'till-1', from: at(1), to: at(4) };
  await bindAddresses(db, [first]);
  await bindAddresses(db, [first, first]);
  await bindAddresses(db, [{ ...first, to: at(3) }]);
  expect(await held(0, 23)).toEqual(['till-1 1-4']);
  await bindAddresses(db, [{ ...first, to: at(6) }]);
  expect(await held(0, 23)).toEqual(['till-1 1-6']);
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

test('of several sightings of an address at once the latest counts', async () => {
  const sighting = { address: ADDRESS, source: 'flow-mac' as const };
  await db.transaction().execute((trx) =>
    sightAddresses(trx, [
      { ...sighting, asset: 'a', seenAt: at(2) },
      { ...sighting, asset: 'b', seenAt: at(3) },
    ]),
  );
  expect(await held(0, 23)).toEqual(['b 3-3']);
});
