import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { ScopeCategory } from '../scope-category.ts';
import { DAY, NOW, network } from '../testing/facts-setting.ts';
import { naiveCategories } from '../testing/naive-categories.ts';
import { objections } from '../testing/objections.ts';
import { RANDOM_ENDS, RANDOM_PLACES, randomFacts } from '../testing/random-facts.ts';
import type { FactRef, ScopeClassification, ScopeDecision } from './classification.ts';
import { classifyScope } from './classify-scope.ts';

/** From the least to the most in scope, by the order in which the rules are asked. */
const LADDER: readonly ScopeCategory[] = [
  'OUT_OF_SCOPE',
  'UNDETERMINED',
  'CONNECTED_INDIRECT',
  'CONNECTED',
  'EXTERNAL',
  'SECURITY_IMPACTING',
  'CDE_CONTAMINATED',
  'SEGMENTING',
  'CDE_CHD',
];
const height = (category: ScopeCategory): number => LADDER.indexOf(category);

function decisions(result: ScopeClassification): { id: string; decision: ScopeDecision }[] {
  return [
    ...result.assets.map(({ id }) => ({ id, decision: result.explain(id) })),
    ...result.places.map(({ place }) => ({ id: `${place.kind} ${place.id}`, decision: result.explainPlace(place) })),
  ].map(({ id, decision }) => {
    if (!decision) throw new Error(`nothing was decided of ${id}`);
    return { id, decision };
  });
}

/** Everything that a classification says, as one value. */
function whole(result: ScopeClassification): unknown {
  const { assets, places, coverage, items } = result;
  return { assets, places, coverage, items, decisions: decisions(result) };
}

function shuffled<T>(values: readonly T[], seeds: readonly number[]): T[] {
  return values
    .map((value, i) => ({ value, order: seeds[i % seeds.length] ?? i }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

function permuted(facts: ScopeFacts, seeds: readonly number[]): ScopeFacts {
  const lists = Object.entries(facts).map(([name, list]) => [
    name,
    Array.isArray(list) ? shuffled(list as readonly unknown[], seeds) : list,
  ]);
  return Object.fromEntries(lists);
}

function categories(facts: ScopeFacts): Map<string, ScopeCategory> {
  const result = classifyScope(facts);
  return new Map([
    ...result.assets.map(({ id, category }) => [id, category] as const),
    ...result.places.map(({ place, category }) => [`${place.kind} ${place.id}`, category] as const),
  ]);
}

/** Ids whose category after is lower (sign -1) or higher (sign 1) than before. */
function moved(before: ScopeFacts, after: ScopeFacts, sign: 1 | -1): string[] {
  const now = categories(after);
  return [...categories(before)].flatMap(([id, was]) => {
    const is = now.get(id);
    if (is === undefined) return sign === -1 ? [`${id}: ${was} -> nothing`] : [];
    return (height(is) - height(was)) * sign > 0 ? [`${id}: ${was} -> ${is}`] : [];
  });
}

/** Every fact by the name that a reference gives it. */
function known(facts: ScopeFacts): Set<string> {
  const kinds: readonly (readonly [FactRef['kind'], readonly { readonly id: string }[]])[] = [
    ['asset', facts.assets],
    ['segment', facts.segments],
    ['zone', facts.zones],
    ['sighting', facts.sightings],
    ['tag', facts.tags],
    ['third-party', facts.thirdParties],
    ['control', facts.controls],
    ['rule', facts.controls.flatMap(({ ruleSet }) => ruleSet?.rules ?? [])],
    ['test', facts.segmentationTests],
    ['approval', facts.approvals],
    ['contact', facts.contacts],
    ['boundary', facts.boundaries],
    ['exporter', facts.exporters],
    ['event', facts.calendar],
  ];
  // An address that nobody bound stands for itself, as in the contacts.
  const addresses = facts.contacts.flatMap(({ from, to }) => [`asset ${from}`, `asset ${to}`]);
  return new Set([...kinds.flatMap(([kind, list]) => list.map(({ id }) => `${kind} ${id}`)), ...addresses]);
}

function cdeMembers(facts: ScopeFacts): string[] {
  return classifyScope(facts)
    .assets.filter(({ category }) => category === 'CDE_CHD' || category === 'CDE_CONTAMINATED')
    .map(({ id }) => id);
}

const runs = { numRuns: 200 };
// The runs are many, not slow; a busy machine is no failure.
vi.setConfig({ testTimeout: 120_000 });

describe('a classification', () => {
  test('does not depend on the order of the facts', () => {
    fc.assert(
      fc.property(randomFacts, fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), (facts, seeds) => {
        expect(whole(classifyScope(permuted(facts, seeds)))).toEqual(whole(classifyScope(facts)));
      }),
      runs,
    );
  });

  test('decides every asset, place and bare address with a contact, by the first reason that has a category', () => {
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const result = classifyScope(facts);
        for (const { id, category, inScope, conflict } of result.assets) {
          const decision = result.explain(id);
          expect(decision?.category, id).toBe(category);
          expect(decision?.reasons.find((reason) => reason.category !== null)?.category, id).toBe(category);
          expect([decision?.inScope, decision?.conflict], id).toEqual([inScope, conflict]);
          expect(inScope, id).toBe(category !== 'OUT_OF_SCOPE' && category !== 'EXTERNAL');
        }
        for (const { place, category } of result.places) {
          const reasons = result.explainPlace(place)?.reasons ?? [];
          expect(reasons.find((reason) => reason.category !== null)?.category, place.id).toBe(category);
        }
        const ids = result.assets.map(({ id }) => id);
        expect(facts.assets.filter(({ id }) => !ids.includes(id))).toEqual([]);
        expect(result.places).toHaveLength(facts.zones.length + facts.segments.length);
      }),
      runs,
    );
  });

  test('names only facts that exist, in a sentence each, and what is missing of whatever is undetermined', () => {
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const result = classifyScope(facts);
        const exist = known(facts);
        const unknown = (refs: readonly FactRef[]) =>
          refs.filter((ref) => ref.kind !== 'binding' && !exist.has(`${ref.kind} ${ref.id}`));
        for (const { id, decision } of decisions(result)) {
          const { reasons, marks, missing, category } = decision;
          for (const reason of [...reasons, ...marks]) {
            expect(unknown(reason.facts), `${id} ${reason.code}`).toEqual([]);
            expect(reason.text, `${id} ${reason.code}`).not.toBe('');
            if (reason.category !== null && reason.category !== 'UNDETERMINED')
              expect(reason.facts, `${id} ${reason.code}`).not.toEqual([]);
          }
          expect(unknown(missing.flatMap(({ about }) => about)), id).toEqual([]);
          if (category === 'UNDETERMINED') expect(missing, id).not.toEqual([]);
          if (category === 'OUT_OF_SCOPE') expect(missing, id).toEqual([]);
        }
        for (const { code, subject, facts: refs } of result.items)
          expect(unknown([subject, ...refs]), code).toEqual([]);
      }),
      runs,
    );
  });

  test('is never lowered by an established contact with the CDE', () => {
    fc.assert(
      fc.property(randomFacts, fc.constantFrom(...RANDOM_ENDS), fc.nat(), fc.boolean(), (facts, end, nth, out) => {
        const members = cdeMembers(facts);
        const member = members[nth % members.length];
        fc.pre(member !== undefined && member !== end);
        const more = network()
          .contact(...(out ? ([member, end] as const) : ([end, member] as const)), '8080/tcp', { id: 'added' })
          .facts();
        const after = { ...facts, contacts: [...facts.contacts, ...more.contacts] };
        expect(moved(facts, after, -1)).toEqual([]);
      }),
      runs,
    );
  });

  test('finds the CDE, what separates it and what is in contact with it as a naive reading of the facts does', () => {
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const naive = naiveCategories(facts);
        for (const { id, category } of classifyScope(facts).assets) {
          const expected = naive.accountData.has(id)
            ? 'CDE_CHD'
            : naive.segmenting.has(id)
              ? 'SEGMENTING'
              : naive.contaminated.has(id)
                ? 'CDE_CONTAMINATED'
                : null;
          if (expected) expect(category, id).toBe(expected);
          else expect(category, id).not.toMatch(/^CDE_|^SEGMENTING$/);
          if (height(category) <= height('CONNECTED'))
            expect(category === 'CONNECTED', id).toBe(naive.connected.has(id));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('calls nothing out of scope that a naive reading of the facts speaks against', () => {
    let out = 0;
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const result = classifyScope(facts);
        for (const { id, category } of result.assets) {
          if (category !== 'OUT_OF_SCOPE') continue;
          out++;
          expect(objections(facts, result, id), id).toEqual([]);
        }
      }),
      { numRuns: 600 },
    );
    expect(out).toBeGreaterThan(100);
  });

  test('is never raised by a control that denies everything', () => {
    fc.assert(
      fc.property(randomFacts, fc.constantFrom(...RANDOM_PLACES), fc.constantFrom(...RANDOM_PLACES), (facts, a, b) => {
        fc.pre(a !== b);
        const setting = network();
        for (const id of RANDOM_PLACES) setting.segment(id, '10.0.0.0/8');
        const added = setting.control('added', [[a, b]]).facts().controls;
        expect(moved(facts, { ...facts, controls: [...facts.controls, ...added] }, 1)).toEqual([]);
      }),
      runs,
    );
  });

  test.each(['tags', 'controls', 'segmentationTests', 'boundaries', 'exporters'] as const)(
    'calls nothing newly out of scope for want of %s',
    (list) => {
      fc.assert(
        fc.property(randomFacts, (facts) => {
          const evidence = new Set(['no-account-data', 'out-of-scope-justified']);
          const without: ScopeFacts = {
            ...facts,
            [list]: list === 'tags' ? facts.tags.filter(({ statement }) => !evidence.has(statement.kind)) : [],
          };
          const out = classifyScope(without).assets.filter(({ category }) => category === 'OUT_OF_SCOPE');
          expect(out).toEqual([]);
        }),
        runs,
      );
    },
  );

  test('says the same under other names and addresses', () => {
    // Addresses keep their structure: the first octet changes; ids get a prefix. These keys hold words of the form.
    const WORDS = new Set(['kind', 'claim', 'role']);
    const address = (text: string) => text.replace(/^10\./, '77.');
    const rename = (value: unknown, ids: ReadonlySet<string>): unknown => {
      if (typeof value === 'string') return ids.has(value) ? `x ${value}` : address(value);
      if (Array.isArray(value)) return value.map((one) => rename(one, ids));
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, WORDS.has(key) ? one : rename(one, ids)]),
      );
    };
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const ids = new Set(
          [...known(facts)].map((name) => name.slice(name.indexOf(' ') + 1)).filter((id) => !/^[0-9]/.test(id)),
        );
        const renamed = rename(facts, ids) as ScopeFacts;
        const name = (id: string) => (ids.has(id) ? `x ${id}` : address(id));
        const before = classifyScope(facts);
        const after = classifyScope(renamed);
        for (const { id, category } of before.assets) {
          const [was, is] = [before.explain(id), after.explain(name(id))];
          expect(is?.category, id).toBe(category);
          expect(is?.reasons.map(({ rule, code }) => `${rule} ${code}`)).toEqual(
            was?.reasons.map(({ rule, code }) => `${rule} ${code}`),
          );
          expect(is?.missing.map(({ code }) => code)).toEqual(was?.missing.map(({ code }) => code));
        }
        expect(after.items.map(({ code }) => code).sort()).toEqual(before.items.map(({ code }) => code).sort());
      }),
      runs,
    );
  });

  test('does not look at the clock: everything that expires does so by the facts', () => {
    fc.assert(
      fc.property(randomFacts, (facts) => {
        const late = { ...facts, now: NOW + 2000 * DAY };
        const out = classifyScope(late).assets.filter(({ category }) => category === 'OUT_OF_SCOPE');
        // Every test of these networks is older than its validity by then.
        expect(out).toEqual([]);
      }),
      runs,
    );
  });
});
