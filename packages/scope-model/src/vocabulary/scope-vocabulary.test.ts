import { describe, expect, test } from 'vitest';
import type { ContactInitiator } from '../classification/classification.ts';
import { SCOPE_CATEGORIES, type ScopeCategory } from '../scope-category.ts';
import { SCOPE_VOCABULARIES, type ScopeVocabulary, scopeLabel, VOCABULARY_SOURCES } from './scope-vocabulary.ts';

/** Rows of the cross-walk, DOMAIN 2.4: category, initiator, SSC, Open Scoping Toolkit, PCI Resources. */
const CROSS_WALK: [ScopeCategory, ContactInitiator, string | null, string | null, string | null][] = [
  ['CDE_CHD', null, 'Category 1', '1a', 'CDE/CHD'],
  ['CDE_CONTAMINATED', 'in', 'Category 1', '1b', 'CDE/contaminated'],
  ['SEGMENTING', null, 'Category 2', '1 or 2a', 'Segmenting'],
  ['SECURITY_IMPACTING', 'out', 'Category 2', '2a', 'Connected/security'],
  ['CONNECTED', 'in', 'Category 2', '2b', 'Connected/communicating'],
  ['CONNECTED', 'both', 'Category 2', '2b', 'Connected/communicating'],
  ['CONNECTED', 'out', 'Category 2', '2c', 'Connected/communicating'],
  ['CONNECTED', 'unknown', 'Category 2', '2b or 2c', 'Connected/communicating'],
  ['CONNECTED', null, 'Category 2', '2b or 2c', 'Connected/communicating'],
  ['CONNECTED_INDIRECT', null, 'Category 2', '2x', 'Connected/indirectly'],
  ['OUT_OF_SCOPE', null, 'Category 3', '3', 'Out-of-scope'],
  ['UNDETERMINED', null, null, null, null],
  ['EXTERNAL', null, null, null, 'Third-party'],
];

test.each(CROSS_WALK)('%s, begun %s', (category, initiator, ...codes) => {
  expect(SCOPE_VOCABULARIES.map((name) => scopeLabel(name, { category, initiator }).code)).toEqual(codes);
});

describe.each(SCOPE_VOCABULARIES)('%s', (vocabulary: ScopeVocabulary) => {
  test('has words for every category and never promises what nobody can', () => {
    for (const category of SCOPE_CATEGORIES) {
      const { label, explanation } = scopeLabel(vocabulary, { category, initiator: null });
      expect(label).not.toBe('');
      expect(explanation).toMatch(/^[A-Z].*\.$/);
      expect(`${label} ${explanation}`).not.toMatch(/complian|certified/i);
    }
  });

  test('keeps what is undetermined apart from what is out of scope', () => {
    const undetermined = scopeLabel(vocabulary, { category: 'UNDETERMINED', initiator: null });
    const outOfScope = scopeLabel(vocabulary, { category: 'OUT_OF_SCOPE', initiator: null });
    expect(undetermined.label).not.toBe(outOfScope.label);
    expect(undetermined.explanation).toContain('treated as in scope');
  });
});

test('the model with a licence is credited by author and licence', () => {
  expect(VOCABULARY_SOURCES['pci-resources']).toMatchObject({
    credit: expect.stringContaining('Yves Desharnais'),
    licence: { name: 'CC BY-SA 4.0' },
  });
});
