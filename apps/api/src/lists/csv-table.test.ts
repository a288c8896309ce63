import { csvRecord } from '@scopemap/evidence';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headColumns, readCsvTable } from './csv-table.ts';

const cells = (text: string) => readCsvTable(text).lines.map((line) => line.cells);

describe('readCsvTable', () => {
  it.each<[string, string, object[]]>([
    ['commas', 'a,b\n1,2\n', [{ a: '1', b: '2' }]],
    ['semicolons and a byte order mark', '\uFEFFa;b\r\n1,5;2\r\n', [{ a: '1,5', b: '2' }]],
    ['tabs', 'a\tb\n1\t2', [{ a: '1', b: '2' }]],
    ['quotes, commas and line ends in cells', 'a,b\n"say ""hi""","two\nlines"\n', [{ a: 'say "hi"', b: 'two\nlines' }]],
    ['heads in any spelling', 'Claim reason,OWNER\nx,y', [{ claim_reason: 'x', owner: 'y' }]],
    [
      'texts that were guarded',
      "a,b\n'=1+1,''=1\n'plain,-\n",
      [
        { a: '=1+1', b: "'=1" },
        { a: "'plain", b: '-' },
      ],
    ],
    ['empty lines', 'a,b\n\n,\n1,2\n\n', [{ a: '1', b: '2' }]],
    ['no line at all', 'a,b\n', []],
  ])('reads %s', (_, text, expected) => {
    const table = readCsvTable(text);
    expect([cells(text), table.problems]).toEqual([expected, []]);
  });

  it('knows where each line begins', () => {
    expect(readCsvTable('a,b\n"two\nlines",1\n\nx,y\n').lines.map(({ line }) => line)).toEqual([2, 5]);
  });

  it.each<[string, string, number, string | RegExp]>([
    ['too few cells', 'a,b\n1,2\n3\n', 3, 'it has 1 cells, the head line 2'],
    ['a quote that is not closed', 'a,b\n1,"2\n3,4\n', 3, /not closed/],
    ['text behind a quote', 'a,b\n1,"2"x\n', 2, /text follows a quoted cell/],
    ['another encoding', 'a,b\nM\uFFFDller,2\n', 1, /UTF-8/],
    ['binary data', 'a,b\n\0\0', 1, /UTF-8/],
    ['a column twice', 'a,A\n1,2\n', 1, 'the column is there twice'],
  ])('names the line of %s', (_, text, line, message) => {
    const [problem] = readCsvTable(text).problems;
    expect(problem?.line).toBe(line);
    expect(problem?.message).toMatch(message);
  });

  it('reads back every text that an export writes', () => {
    const text = fc
      .string({ unit: 'grapheme' })
      .map((word) => word.trim().replaceAll('\uFFFD', '').replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const file = [['first', 'second'], ...rows].map((row) => `${csvRecord(row)}\r\n`).join('');
        const kept = rows.filter((row) => row.some((cell) => cell !== ''));
        expect(cells(file)).toEqual(kept.map(([first, second]) => ({ first, second })));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab,;\t"\r\n\'=é') }), (text) => {
        const { columns, lines, problems } = readCsvTable(text);
        for (const { cells: read } of lines) expect(Object.keys(read).length).toBeLessThanOrEqual(columns.length);
        expect(Array.isArray(problems)).toBe(true);
        expect(Array.isArray(headColumns(text))).toBe(true);
      }),
    );
  });
});
