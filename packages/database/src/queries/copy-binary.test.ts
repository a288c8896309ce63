import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inTransaction } from '../connect.ts';
import { freshDatabase } from '../testing/index.ts';
import { BinaryRows, copyRows } from './copy-binary.ts';

const { db } = await freshDatabase();

const COLUMNS =
  'flag boolean, small smallint, medium integer, large bigint, at timestamptz, day date, word text, address inet';

interface Row {
  readonly flag: boolean;
  readonly small: number | null;
  readonly medium: number | null;
  readonly large: number | null;
  readonly at: number | null;
  readonly day: string;
  readonly word: string;
  readonly address: string | null;
}

/** The rows as the server has them after COPY. */
function sent(rows: readonly Row[]): Promise<Record<string, unknown>[]> {
  return inTransaction(db, async (client) => {
    await client.query(`create temporary table sent (${COLUMNS}, position serial) on commit drop`);
    await copyRows(
      client,
      'copy sent (flag, small, medium, large, at, day, word, address) from stdin (format binary)',
      rows,
      (binary, { flag, small, medium, large, at, day, word, address }) => {
        binary.row(8);
        binary.bool(flag);
        binary.int2(small);
        binary.int4(medium);
        binary.int8(large);
        binary.timestamptz(at);
        binary.date(day);
        binary.word(word);
        binary.inet(address);
      },
    );
    const { rows: found } = await client.query<Record<string, unknown>>(
      `select flag, small, medium, large::text, (extract(epoch from at) * 1000)::text as at, day::text, word, host(address) as address
       from sent order by position`,
    );
    return found;
  });
}

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const row: fc.Arbitrary<Row> = fc.record({
  flag: fc.boolean(),
  small: orNull(fc.integer({ min: -32_768, max: 32_767 })),
  medium: orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  large: orNull(fc.maxSafeInteger()),
  at: orNull(fc.integer({ min: 0, max: 253_402_300_799_999 })),
  day: fc
    .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  word: fc.string({ maxLength: 20, unit: fc.constantFrom(...'abc-XYZ 019') }),
  address: orNull(fc.constantFrom('0.0.0.0', '10.1.2.3', '255.255.255.255', '::', '2001:db8::1', '2001:db8:0:1::ffff')),
});

test('what is written is what the server reads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 50 }), async (rows) => {
      const expected = rows.map((each) => ({
        ...each,
        large: each.large === null ? null : String(each.large),
        at: each.at === null ? null : `${each.at}.000000`,
      }));
      const found = (await sent(rows)).map((each) => ({
        ...each,
        at: each.at === null ? null : Number(each.at).toFixed(6),
      }));
      expect(found).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test('rows that fill more than one chunk arrive in order', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({
    flag: i % 2 === 0,
    small: null,
    medium: i,
    large: i * 1_000_000_007,
    at: null,
    day: '2026-10-01',
    word: `row ${i}`,
    address: null,
  }));
  const found = await sent(rows);
  expect(found.map(({ medium, large, word }) => [medium, large, word])).toEqual(
    rows.map(({ medium, large, word }) => [medium, String(large), word]),
  );
});

test('a count beyond the column stops at its end', async () => {
  const one = { flag: true, small: 0, medium: 0, at: 0, day: '2026-10-01', word: '', address: null };
  const found = await sent([
    { ...one, large: Number.MAX_VALUE },
    { ...one, large: -Number.MAX_VALUE },
  ]);
  expect(found.map(({ large }) => large)).toEqual(['9223372036854775807', '-9223372036854775807']);
});

test('what is no address, day or time is refused by name', () => {
  const rows = new BinaryRows();
  expect(() => rows.inet('10.1.2')).toThrow('10.1.2 is no address');
  expect(() => rows.date('yesterday')).toThrow('yesterday is no day');
  expect(() => rows.timestamptz(Number.NaN)).toThrow('NaN is no time');
});

test('rows that cannot be written leave nothing, and the connection as it was', async () => {
  const one = { flag: true, small: 0, medium: 0, large: 0, at: 0, day: '2026-10-01', word: '' };
  await expect(
    sent([
      { ...one, address: '10.1.2.3' },
      { ...one, address: '10.1.2' },
    ]),
  ).rejects.toThrow('10.1.2 is no address');
  expect(await sent([{ ...one, address: '10.1.2.3' }])).toHaveLength(1);
});
