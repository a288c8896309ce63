import { beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../connect.ts';
import { emptyDatabase, freshDatabase } from '../testing/index.ts';
import { listTranslations, saveTranslations } from './address-translations.ts';

const { db } = await freshDatabase();

beforeEach(() => emptyDatabase(db));

const HOST = '10.1.0.5';
const OUTSIDE = '203.0.113.7';
const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 0, 15, hour, minute));

async function see(from: Date, to: Date, address = HOST, exporter = '192.0.2.1'): Promise<void> {
  await inTransaction(db, (client) => saveTranslations(client, [{ address, shownAs: OUTSIDE, exporter, from, to }]));
}

/** `address as shown hour:minute-hour:minute` of what is stored of an address. */
async function periods(address: string): Promise<string[]> {
  const clock = (date: Date) => date.toISOString().slice(11, 16);
  const rows = await db
    .selectFrom('address_translation')
    .selectAll()
    .where((where) => where.or([where('address', '=', address), where('shown_as', '=', address)]))
    .orderBy('valid_from')
    .orderBy('id')
    .execute();
  return rows.map((row) => `${row.address} as ${row.shown_as} ${clock(row.valid_from)}-${clock(row.valid_to)}`);
}

test('one address outside stands for several hosts, and is found from both sides', async () => {
  await see(at(8), at(9));
  await see(at(8), at(9), '10.1.0.6');
  expect(await periods(HOST)).toEqual([`${HOST} as ${OUTSIDE} 08:00-09:00`]);
  expect(await periods(OUTSIDE)).toEqual([`${HOST} as ${OUTSIDE} 08:00-09:00`, `10.1.0.6 as ${OUTSIDE} 08:00-09:00`]);
  expect(await periods('10.1.0.9')).toEqual([]);
});

test('a period goes on while sightings follow each other, and a silence ends it', async () => {
  await see(at(8), at(9));
  await see(at(9, 30), at(10));
  await see(at(7, 30), at(7, 40));
  await see(at(12), at(13));
  await see(at(12), at(13));
  expect(await periods(HOST)).toEqual([
    `${HOST} as ${OUTSIDE} 07:30-07:40`,
    `${HOST} as ${OUTSIDE} 08:00-10:00`,
    `${HOST} as ${OUTSIDE} 12:00-13:00`,
  ]);
});

test('several periods of one pair come in one call, and each goes where it belongs', async () => {
  await see(at(8), at(9));
  const pair = { address: HOST, shownAs: OUTSIDE, exporter: '192.0.2.1' };
  const call = [
    { ...pair, from: at(9, 30), to: at(9, 40) },
    { ...pair, from: at(8, 30), to: at(8, 40) },
    { ...pair, from: at(11), to: at(11, 10) },
    { ...pair, from: at(11), to: at(11, 20) },
  ];
  for (let i = 0; i < 2; i++) await inTransaction(db, (client) => saveTranslations(client, call));
  expect(await periods(HOST)).toEqual([`${HOST} as ${OUTSIDE} 08:00-09:40`, `${HOST} as ${OUTSIDE} 11:00-11:20`]);
});

test('a sighting that reaches back to where another period begins is no error', async () => {
  await see(at(8), at(8));
  await see(at(10), at(10));
  await see(at(8), at(10, 30));
  expect(await periods(HOST)).toEqual([`${HOST} as ${OUTSIDE} 08:00-10:30`, `${HOST} as ${OUTSIDE} 10:00-10:00`]);
});

test('the periods of a pair are told together, and what two exporters saw at one time is one period', async () => {
  await see(at(8), at(9));
  await see(at(8, 30), at(9, 30), HOST, '192.0.2.2');
  await see(at(12), at(13));
  await see(at(7), at(7, 30), '10.1.0.6');
  const pair = { address: HOST, shownAs: OUTSIDE, exporters: ['192.0.2.1', '192.0.2.2'] };
  expect(await listTranslations(db, OUTSIDE, 10)).toEqual({
    pairs: [
      { ...pair, from: at(8), to: at(13), periods: 2 },
      { ...pair, address: '10.1.0.6', exporters: ['192.0.2.1'], from: at(7), to: at(7, 30), periods: 1 },
    ],
    total: 2,
  });
  expect(await listTranslations(db, '10.1.0.9', 10)).toEqual({ pairs: [], total: 0 });
});

test('a gateway with more periods than are listed loses none of its pairs, and says how many there are', async () => {
  const days = Array.from({ length: 40 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)));
  const hosts = Array.from({ length: 30 }, (_, host) => `10.1.0.${1 + host}`);
  const seen = hosts.flatMap((address) =>
    days.map((day) => ({ address, shownAs: OUTSIDE, exporter: '192.0.2.1', from: day, to: day })),
  );
  await inTransaction(db, (client) => saveTranslations(client, seen));
  const { pairs, total } = await listTranslations(db, OUTSIDE, 30);
  expect(new Set(pairs.map(({ address }) => address))).toEqual(new Set(hosts));
  expect(new Set(pairs.map(({ periods: often }) => often))).toEqual(new Set([40]));
  expect(pairs[0]).toMatchObject({ from: days[0], to: days.at(-1) });
  expect(total).toBe(30);
  const few = await listTranslations(db, OUTSIDE, 7);
  expect([few.pairs.length, few.total]).toEqual([7, 30]);
});
