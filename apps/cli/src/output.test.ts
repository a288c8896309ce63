import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { csvRow, LineWriter } from './output.ts';

test.each([
  [['a', 1, null, undefined], 'a,1,,'],
  [['say "hi", twice'], '"say ""hi"", twice"'],
  [['=1+1', '+a', '-a', '@a'], "'=1+1,'+a,'-a,'@a"],
  [[-5], '-5'],
  [['two\nlines'], '"two\nlines"'],
])('%j is written %s', (cells, row) => {
  expect(csvRow(cells)).toBe(row);
});

test('lines come out whole and in order, also from a slow reader', async () => {
  const stream = new PassThrough({ highWaterMark: 10 });
  const read = text(stream);
  const lines = new LineWriter(stream);
  for (let i = 0; i < 50_000; i++) await lines.write(`line ${i}`);
  await lines.flush();
  stream.end();
  const written = (await read).split('\n');
  expect(written).toHaveLength(50_001);
  expect(written[49_999]).toBe('line 49999');
});
