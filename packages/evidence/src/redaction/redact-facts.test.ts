import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ScopeFacts } from '@scopemap/contract';
import { canonicalIp, parsePrefix } from '@scopemap/net';
import {
  CONTACT_STATES,
  classifyScope,
  DIRECTION_CONFIDENCES,
  DIRECTION_METHODS,
  type ScopeFacts as ModelFacts,
  SCOPE_CLAIMS,
  SCOPE_ROLES,
} from '@scopemap/scope-model';
import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { NO_RECORDS } from '../evidence-input.ts';
import { viewEvidence } from '../evidence-view.ts';
import { manifestHead } from '../pack/manifest.ts';
import { packFiles } from '../pack/pack-files.ts';
import { reportDocument } from '../report/report-document.ts';
import { facts as reference } from '../testing/reference-view.ts';
import { createRedaction, prefixesOf } from './redact-facts.ts';

const CANARY = 'Canary7f3a9';
/** Words of the model: everything else is somebody's. */
const WORDS = new Set<string>([
  ...CONTACT_STATES,
  ...DIRECTION_CONFIDENCES,
  ...DIRECTION_METHODS,
  ...SCOPE_CLAIMS,
  ...SCOPE_ROLES,
  ...['merchant', 'service-provider', 'flow', 'scan', 'import', 'person', 'declared', 'lease', 'mac', 'observed'],
  ...['allow', 'deny', 'unknown', 'allowed', 'denied', 'undetermined', 'no-list', 'passed', 'failed'],
  ...['zone', 'segment', 'asset', 'contact', 'both', 'one', 'none', 'sampled'],
]);

/** The facts with a mark in every text that is neither a word of the model nor an address; the same text stays the same. */
function marked(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const keep = key === 'kind' || WORDS.has(value) || canonicalIp(value) !== null || parsePrefix(value) !== null;
    return keep || value === '' ? value : `${value} ${CANARY}`;
  }
  if (Array.isArray(value)) return value.map((item) => marked(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, marked(item, name)]));
}
const facts: ModelFacts = ScopeFacts.parse(marked(reference));

/** Addresses and prefixes without their length, in any text. */
const addressesIn = (text: string) =>
  new Set((text.match(/(?<![\w.])\d{1,3}(\.\d{1,3}){3}(?![\w]|\.\d)/g) ?? []).filter((one) => canonicalIp(one)));
const COMMON = /^(0|127|22[4-9]|23\d|255)\./;

const inputOf = (some: typeof facts, takenBy = 'ann') => ({
  about: { snapshotId: 's-1', productVersion: '0.1.0', takenAt: some.now, takenBy, redacted: true },
  facts: some,
  classification: classifyScope(some),
  records: NO_RECORDS,
});

/** Every text of every file, and what the PDF is made of, since its letters are numbers of glyphs. */
async function textsOf(input: ReturnType<typeof inputOf>): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { path, content } of packFiles(input)) {
    const bytes = await buffer(Readable.from(content()));
    if (path === 'report.pdf') {
      texts.set(path, JSON.stringify(reportDocument(viewEvidence(input)).content).replaceAll('\u200b', ''));
      texts.set(`${path} itself`, bytes.toString('latin1'));
    } else if (path === 'tables.xlsx') {
      texts.set(path, JSON.stringify((await readXlsx(new Uint8Array(bytes))).sheets.map(({ rows }) => rows)));
    } else texts.set(path, bytes.toString());
  }
  return texts.set('manifest.json', JSON.stringify(manifestHead(input)));
}

describe('a redacted pack', () => {
  const redaction = createRedaction(Buffer.alloc(32, 5), prefixesOf(facts));
  const redacted = redaction.facts(facts);

  it('comes to the same categories, system by system and place by place', () => {
    const [before, after] = [classifyScope(facts), classifyScope(redacted)];
    const pseudonyms = new Map(redaction.entries().map(({ original, pseudonym }) => [original, pseudonym]));
    const of = (id: string) => pseudonyms.get(id) ?? id;
    const key = ({ category, inScope, conflict }: (typeof before.assets)[number]) => ({ category, inScope, conflict });
    expect(new Map(after.assets.map((asset) => [asset.id, key(asset)]))).toEqual(
      new Map(before.assets.map((asset) => [of(asset.id), key(asset)])),
    );
    const counts = (of: typeof before) => of.places.map(({ category }) => category).sort();
    expect(counts(after)).toEqual(counts(before));
    expect(after.coverage.map(({ grade }) => grade).sort()).toEqual(before.coverage.map(({ grade }) => grade).sort());
    expect(after.items.map(({ code }) => code).sort()).toEqual(before.items.map(({ code }) => code).sort());
  });

  it('names nobody in any file: no address, no name, nothing that somebody wrote', async () => {
    expect(JSON.stringify(facts).split(CANARY).length).toBeGreaterThan(500);
    const originals = addressesIn(JSON.stringify(facts));
    expect(originals.size).toBeGreaterThan(50);
    for (const [path, text] of await textsOf(inputOf(redacted, redaction.person(`ann ${CANARY}`)))) {
      expect(text, path).not.toContain(CANARY);
      const left = [...addressesIn(text)].filter((address) => originals.has(address) && !COMMON.test(address));
      expect(left, path).toEqual([]);
    }
  });

  it('says of itself that it is redacted', async () => {
    const texts = await textsOf(inputOf(redacted));
    for (const path of ['report.pdf', 'tables/t13-data-quality.csv', 'diagrams/map.svg', 'diagrams/map.drawio'])
      expect(texts.get(path), path).toMatch(/redacted/i);
    expect(texts.get('manifest.json')).toContain('"redacted":true');
  });

  it('gives the same pseudonyms with the same secret alone', () => {
    expect(createRedaction(Buffer.alloc(32, 5), prefixesOf(facts)).facts(facts)).toEqual(redacted);
    expect(createRedaction(Buffer.alloc(32, 6), prefixesOf(facts)).facts(facts).assets).not.toEqual(redacted.assets);
  });

  it('can be read back with the list of pseudonyms', () => {
    const originals = new Map(redaction.entries().map(({ original, pseudonym }) => [pseudonym, original]));
    expect(redacted.assets.map(({ id }) => originals.get(id) ?? id)).toEqual(facts.assets.map(({ id }) => id));
    expect(redacted.zones.map(({ name }) => originals.get(name))).toEqual(facts.zones.map(({ name }) => name));
  });

  it('keeps the categories whatever the secret and the names', () => {
    const categories = (some: typeof facts) =>
      classifyScope(some)
        .assets.map(({ category }) => category)
        .sort();
    const expected = categories(facts);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string({ unit: 'grapheme' }), (secret, name) => {
        const named = {
          ...facts,
          entity: { ...facts.entity, name },
          zones: facts.zones.map((zone) => ({ ...zone, name })),
        };
        expect(categories(createRedaction(secret, prefixesOf(named)).facts(named))).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});
