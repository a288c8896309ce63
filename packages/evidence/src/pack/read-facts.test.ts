import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facts } from '../testing/reference-view.ts';
import { factsJson } from './facts-file.ts';
import { FactsError, readFacts } from './read-facts.ts';

const text = [...factsJson(facts)].join('');

async function* inPiecesOf(size: number, whole = text): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(whole);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = (whole: string) => readFacts(inPiecesOf(65_536, whole));

describe('facts.json', () => {
  it.each([1_000, 65_536, 1e9])('reads back what was written, in pieces of %d bytes', async (size) => {
    expect(await readFacts(inPiecesOf(size))).toEqual(facts);
  });

  it('reads any text in a name back, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.integer({ min: 1, max: 50 }),
        async (name, size) => {
          const some = { ...facts, assets: [], contacts: [], verdicts: [], bindings: [], controls: [], tags: [] };
          const named = { ...some, entity: { ...facts.entity, name: name.toWellFormed() } };
          expect(await readFacts(inPiecesOf(size, [...factsJson(named)].join('')))).toEqual(named);
        },
      ),
      { numRuns: 50 },
    );
  });

  const lines = text.split('\n');
  const contactsAt = lines.indexOf('"contacts":[');
  it.each<[string, string, RegExp]>([
    ['nothing', '', /break off after line 0/],
    ['another beginning', text.slice(1), /^line 1: /],
    ['a list cut short', lines.slice(0, contactsAt + 3).join('\n'), /break off after line/],
    ['something behind the end', `${text}{}\n`, /is not what comes next/],
    ['a part twice', text.replace('"zones":', '"zones":[],\n"zones":'), /"zones" is there twice/],
    ['a part that is missing', text.replace(/"calendar":\[\n(.*\n)*?\],\n/, ''), /"calendar" is missing/],
    ['a part that nobody knows', text.replace('"now":', '"later":1,\n"now":'), /"later" is no part of the facts/],
    ['a prototype', text.replace('"now":', '"__proto__":1,\n"now":'), /no part of the facts/],
    ['a field that nobody knows', text.replace('"scanner":', '"x":1,"scanner":'), /contacts: Unrecognized key/],
    ['a comma too few', text.replace(/(\n\{"id".*\}),\n/, '$1\n'), /is not what comes next/],
    ['a value of another kind', text.replace('"directed":true', '"directed":1'), /contacts\.directed/],
    ['another version', text.replace('"version":1', '"version":2'), /^line 2: version/],
  ])('refuses %s', async (_, broken, problem) => {
    expect(broken).not.toBe(text);
    await expect(read(broken)).rejects.toThrow(problem);
    await expect(read(broken)).rejects.toThrow(FactsError);
  });

  it('refuses what is no UTF-8', async () => {
    async function* bytes() {
      yield Buffer.from([0x7b, 0x0a, 0xff, 0x0a]);
    }
    await expect(readFacts(bytes())).rejects.toThrow(/^line 2: /);
  });
});
