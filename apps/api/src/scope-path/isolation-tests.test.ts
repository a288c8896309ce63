import type { MissingFact } from '@scopemap/scope-model';
import { expect, test } from 'vitest';
import { isolationTests } from './isolation-tests.ts';

const lacking = (...codes: string[]): MissingFact[] => codes.map((code) => ({ code, text: code, about: [] }));
const passed = (...codes: string[]) =>
  isolationTests(false, [], lacking(...codes)).flatMap((each) => (each.passed ? [each.test] : []));

test.each([
  [['coverage'], ['denied', 'tested', 'justified']],
  [
    ['control', 'segmentation-test'],
    ['no-contact', 'justified'],
  ],
  [['justification'], ['no-contact', 'denied', 'tested']],
  [['something-new'], ['denied', 'tested', 'justified']],
  [['cde'], []],
  [['place'], []],
])('lacking %j, passed are %j', (codes, expected) => {
  expect(passed(...codes)).toEqual(expected);
});

test('what is isolated passes every test, each with its own proofs', () => {
  const facts = [
    { kind: 'boundary', id: 'watch-1' },
    { kind: 'control', id: 'control-1' },
    { kind: 'test', id: 'test-1' },
    { kind: 'tag', id: 'tag-1' },
  ] as const;
  const tests = isolationTests(true, facts, []);
  expect(tests.map(({ test: name, passed: is, proofs }) => [name, is, proofs.map(({ id }) => id)])).toEqual([
    ['no-contact', true, ['watch-1']],
    ['denied', true, ['control-1']],
    ['tested', true, ['test-1']],
    ['justified', true, ['tag-1']],
  ]);
});
