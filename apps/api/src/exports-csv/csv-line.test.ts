import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

describe('csvLine', () => {
  it.each([
    [['a', 1, true, null], 'a,1,true,\r\n'],
    [['say "hi"', 'a,b', 'two\nlines'], '"say ""hi""","a,b","two\nlines"\r\n'],
    [['=HYPERLINK("x")', '+1', '-1', '@a', '\tb', '\rc'], `"'=HYPERLINK(""x"")",'+1,'-1,'@a,'\tb,"'\rc"\r\n`],
    [[-5, '10.0.0.1', '2001:db8::1'], '-5,10.0.0.1,2001:db8::1\r\n'],
  ])('%j', (values, line) => {
    expect(csvLine(values)).toBe(line);
  });

  it('never leaves a field that begins like a formula, and loses no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const line = csvLine([text]).slice(0, -2);
        const read = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
        expect(read).not.toMatch(/^[=+\-@\t\r]/);
        expect([text, `'${text}`]).toContain(read);
      }),
    );
  });
});
