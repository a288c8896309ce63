import { expect, test } from 'vitest';
import { completeQuery } from './complete-query.ts';
import { FIELDS } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';
import { MAX_QUERY_LENGTH } from './scanner.ts';

/** Texts on which a reader that tries again from the start needs a time that grows with a power of their length. */
const SHAPES: readonly (readonly [string, (length: number) => string])[] = [
  ['spaces', (length) => ' '.repeat(length)],
  ['letters', (length) => 'a'.repeat(length)],
  ['digits', (length) => '1'.repeat(length)],
  ['minus signs', (length) => '-'.repeat(length)],
  ['open brackets', (length) => '('.repeat(length)],
  ['brackets in brackets', (length) => `${'('.repeat(length / 2 - 1)}a${')'.repeat(length / 2 - 1)}`],
  ['quotes', (length) => '"'.repeat(length)],
  ['escapes', (length) => `"${'\\'.repeat(length - 1)}`],
  ['ors', (length) => 'a or '.repeat(length / 5)],
  ['words', (length) => 'ab '.repeat(length / 3)],
  ['commas', (length) => `port:${'1,'.repeat((length - 6) / 2)}`],
  ['dots', (length) => `ip:${'1.'.repeat((length - 4) / 2)}`],
  ['colons', (length) => `ip:${':'.repeat(length - 3)}`],
  ['fields of fields', (length) => 'src.'.repeat(length / 4)],
  ['the same field', (length) => 'cat:cde '.repeat(length / 8)],
];

function read(text: string): string {
  try {
    const query = parseQuery(text);
    return query ? printQuery(query) : '';
  } catch (error) {
    return (error as Error).name;
  }
}

/** CPU time of reading a text several times, microseconds. */
function cost(text: string): number {
  const before = process.cpuUsage();
  for (let i = 0; i < 5; i++) read(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

test.each(SHAPES)('%s: the work grows with the length, not with a power of it', (_, shape) => {
  const [short, long] = [shape(MAX_QUERY_LENGTH / 4), shape(MAX_QUERY_LENGTH)];
  read(long);
  cost(short);
  // Four times the length: of the third power it would be 64 times the work. A floor, since a short one costs next to nothing.
  expect(cost(long)).toBeLessThan(48 * Math.max(cost(short), 20_000));
});

test.each(SHAPES)('%s: completing ends as well', (_, shape) => {
  const text = shape(MAX_QUERY_LENGTH);
  expect(() => completeQuery(text, text.length, { zones: [], hosts: [], exporters: [] } as never)).not.toThrow();
});

test.each(SHAPES)('%s: a text beyond the limit is refused at once', (_, shape) => {
  expect(['QueryError', '']).toContain(read(shape(MAX_QUERY_LENGTH * 100)));
});

test('every field takes a long value or refuses it', () => {
  for (const { name } of FIELDS) expect(typeof read(`${name}:${'9a'.repeat(1_900)}`)).toBe('string');
});
