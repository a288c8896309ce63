import { expect, test } from 'vitest';
import { conclusionText, coverageText, testState } from './path-words.ts';

test.each([
  [null, 'the two stand in one zone, or on no boundary of the CDE'],
  [{ grade: 'full', shortfalls: [] }, 'watched in full'],
  [{ grade: 'partial', shortfalls: ['one direction only'] }, 'watched in part: one direction only'],
  [{ grade: 'none', shortfalls: ['a', 'b', 'c'] }, 'not watched as a boundary: a, and 2 more'],
] as const)('coverage %j', (coverage, text) => {
  expect(coverageText(coverage && { ...coverage, shortfalls: [...coverage.shortfalls] })).toBe(text);
});

test.each([
  [{ category: 'CONNECTED', hops: 1, rule: 'R5' }, 'Connected-to, 1 hop from account data (rule R5).'],
  [
    { category: 'CONNECTED_INDIRECT', hops: 2, rule: 'R6' },
    'Connected indirectly, 2 hops from account data (rule R6).',
  ],
  [{ category: 'CDE_CHD', hops: 0, rule: 'R1' }, 'CDE · handles account data (rule R1).'],
] as const)('conclusion of %j', (path, text) => {
  expect(conclusionText(path)).toBe(text);
});

test('a test that nothing speaks against is not passed by that', () => {
  expect(testState({ passed: false, missing: [] })).toBe('cannot be judged yet');
  expect(testState({ passed: false, missing: [{ code: 'rules', text: '', about: [] }] })).toBe('not shown');
  expect(testState({ passed: true, missing: [] })).toBe('passed');
});
