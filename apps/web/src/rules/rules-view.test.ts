import { expect, it } from 'vitest';
import { type RulesView, readRulesView, writeRulesView } from './rules-view.ts';

it.each<[string, RulesView]>([
  ['', { set: null, tab: 'rules', concern: null, rule: null }],
  ['?set=3&tab=verdicts&rule=0', { set: 3, tab: 'verdicts', concern: null, rule: 0 }],
  ['?set=3&concern=too-broad', { set: 3, tab: 'rules', concern: 'too-broad', rule: null }],
])('%s is read and written', (search, view) => {
  expect(readRulesView(search)).toEqual(view);
  expect(writeRulesView(view)).toBe(search);
});

it('takes what makes no sense as not said', () => {
  expect(readRulesView('?set=-1&tab=x&concern=bad&rule=1e3')).toEqual(readRulesView(''));
});
