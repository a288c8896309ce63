import { expect, it } from 'vitest';
import { actionWords, changedValues } from './audit-words.ts';

it.each([
  ['zone.create', 'Zone: create'],
  ['rule-set.end', 'Rule set: end'],
])('%s is %s', (action, words) => {
  expect(actionWords(action)).toBe(words);
});

it.each([
  ['a change', { a: 1, b: ['x'] }, { a: 2, b: ['x'] }, [{ name: 'a', before: '1', after: '2' }]],
  ['something new', null, { a: ['x'] }, [{ name: 'a', before: null, after: '["x"]' }]],
  ['something gone', { a: false, b: null }, null, [{ name: 'a', before: 'false', after: null }]],
  ['a bare value', 'old', 'new', [{ name: '', before: 'old', after: 'new' }]],
  ['nothing', null, null, []],
])('tells what differs: %s', (_, before, after, changes) => {
  expect(changedValues(before, after)).toEqual(changes);
});
