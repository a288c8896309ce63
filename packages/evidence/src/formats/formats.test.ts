import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { count, defineTable, instant, list, text, yesNo } from '../tables/evidence-table.ts';
import { EVIDENCE_TABLES } from '../tables/index.ts';
import { facts, viewOf } from '../testing/reference-view.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeWorkbook } from './write-workbook.ts';

const view = viewOf(facts);

const tableOf = (
  rows: readonly { name: string; n: number | null; at: number | null; ok: boolean | null; all: string[] }[],
) =>
  defineTable({
    id: 'T0',
    name: 't00',
    title: 'Trial',
    requirements: [],
    columns: { name: text('Name, quoted'), n: count('Number'), at: instant('At'), ok: yesNo('Ok'), all: list('All') },
    rows: () => rows,
  });
const row = (name: string) => ({ name, n: 3, at: Date.UTC(2026, 0, 2, 3, 4, 5), ok: true, all: ['a', 'b'] });
const csv = (...names: string[]) => {
  const table = tableOf(names.map(row));
  return [...writeCsv(table, table.rows(view))].join('');
};
const workbook = async (table = EVIDENCE_TABLES, most?: number) =>
  readXlsx(new Uint8Array(await buffer(Readable.from(writeWorkbook(table, view, most)))));

const NASTY = [
  '=HYPERLINK("http://example.test","x")',
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\t=1',
  'a,"b"\r\nc',
  'שלום עולם',
  'name \u202Ecod.exe',
  '💳 café',
  "<script>alert(1)</script> & 'x'",
  'x'.repeat(40_000),
];

describe('CSV', () => {
  it('writes the kinds of a cell', () => {
    expect(csv('web')).toBe('"Name, quoted",Number,At,Ok,All\r\nweb,3,2026-01-02T03:04:05.000Z,yes,a; b\r\n');
  });

  it.each(NASTY)('never begins a text with a formula, and reads back: %s', (name) => {
    const [, [first] = []] = parseCsv(csv(name)) as string[][];
    expect(first).not.toMatch(/^[=+\-@\t\r]/);
    expect(first?.replace(/^'/, '')).toBe(name);
  });

  it('reads back for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const rows = parseCsv(csv(name, 'next')) as string[][];
        expect(rows).toHaveLength(3);
        expect([name, `'${name}`]).toContain(rows[1]?.[0]);
      }),
    );
  });
});

describe('a workbook', () => {
  it('has a sheet for each table with all of its rows, header first', async () => {
    const { sheets } = await workbook();
    expect(sheets.map((sheet) => sheet.rows.length)).toEqual(
      EVIDENCE_TABLES.map((table) => [...table.rows(view)].length + 1),
    );
    expect(sheets.map((sheet) => sheet.name.split(' ')[0])).toEqual(EVIDENCE_TABLES.map((table) => table.id));
  });

  it('keeps numbers as numbers, instants as dates, and every text as text', async () => {
    const { sheets } = await workbook([tableOf(NASTY.map(row))]);
    const [, ...rows] = sheets[0]?.rows ?? [];
    expect(rows.map(([name]) => name)).toEqual(
      NASTY.map((name) => (name.length > 32_767 ? expect.stringMatching(/^x+ … \(cut: see the CSV file\)$/) : name)),
    );
    expect(rows[0]?.[1]).toBe(3);
    expect(rows[0]?.[2]).toEqual(new Date(Date.UTC(2026, 0, 2, 3, 4, 5)));
  });

  it('goes on in another sheet when one is full', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `host-${i}`);
    const { sheets } = await workbook([tableOf(names.map(row))], 11);
    expect(sheets.map((sheet) => sheet.name)).toEqual(['T0 Trial', 'T0 Trial (2)', 'T0 Trial (3)']);
    expect(sheets.flatMap((sheet) => sheet.rows.slice(1).map(([name]) => name))).toEqual(names);
  });
});

describe('JSON', () => {
  it('has every row with every column', () => {
    for (const table of EVIDENCE_TABLES) {
      const value = JSON.parse([...writeJson(table, table.rows(view))].join('')) as { rows: object[] };
      expect(value.rows).toEqual([...table.rows(view)]);
      for (const one of value.rows) expect(Object.keys(one)).toEqual(Object.keys(table.columns));
    }
  });
});
