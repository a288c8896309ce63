import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeQuery, type Vocabulary } from './complete-query.ts';
import { parseQuery } from './parse-query.ts';

const vocabulary: Vocabulary = {
  zones: [{ text: 'Card vault', count: 12 }, { text: 'Corporate', count: 240 }, { text: 'dmz' }],
  hosts: [{ text: 'bi-02' }, { text: 'vault-db-03' }],
  exporters: [{ text: 'core-sw-1' }],
};

const FIRST_FIELDS = [
  'host:',
  'ip:',
  'zone:',
  'cat:',
  'port:',
  'proto:',
  'svc:',
  'status:',
  'state:',
  'method:',
  'confidence:',
  'directed:',
];

/** `|` is the cursor. */
function complete(marked: string) {
  const cursor = marked.indexOf('|');
  return completeQuery(marked.replace('|', ''), cursor, vocabulary);
}

describe('completeQuery offers', () => {
  it.each<[string, string[]]>([
    ['stat|', ['state:', 'status:']],
    ['src.z|', ['src.zone:']],
    ['-ju|', ['justified:']],
    ['(ex|', ['exporter:']],
    ['zone:c|', ['Card vault', 'Corporate']],
    ['zone:"car|', ['Card vault']],
    ['src.zone:n|', ['none', 'Card vault'].slice(0, 1)],
    ['zone:dmz,co|', ['Corporate']],
    ['status:viol|', ['violation']],
    ['host:02|', ['bi-02']],
    ['directed:|', ['yes', 'no']],
    ['svc:postg|', ['postgres']],
    ['nothing:x|', []],
    ['zone:dmz | port:443', FIRST_FIELDS],
  ])('%s', (marked, labels) => {
    expect(
      complete(marked)
        .items.map(({ label }) => label)
        .sort(),
    ).toEqual([...labels].sort());
  });

  it('puts a value with a space into quotes, in the place of what was typed', () => {
    const { replaces, items } = complete('zone:car|');
    expect(replaces).toEqual({ from: 5, to: 8 });
    expect(items[0]?.insert).toBe('"Card vault"');
  });

  it('only what can be read, for any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('zone:c', 'host:b', 'status:v', 'src.zone:"Ca', 'svc:ht', 'cat:'),
        fc.string(),
        (start, rest) => {
          const text = `${start} ${rest}`;
          const { replaces, items } = completeQuery(text, start.length, vocabulary);
          for (const { insert } of items) {
            const done = start.slice(0, replaces.from) + insert;
            expect(() => parseQuery(done)).not.toThrow();
          }
          completeQuery(rest, rest.length, vocabulary);
        },
      ),
    );
  });
});
