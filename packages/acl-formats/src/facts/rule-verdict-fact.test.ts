import { expect, test } from 'vitest';
import { NO_LIST, type RuleAnswer, type RuleVerdict } from '../evaluate/rule-verdict.ts';
import { controlVerdict } from './rule-verdict-fact.ts';

const verdict = (answer: RuleAnswer, line: number | null): RuleVerdict => ({ ...NO_LIST, answer, line });

test.each<[string, RuleVerdict[], string, string | null]>([
  ['no list at all', [], 'no-list', null],
  ['a list of another IP version', [NO_LIST], 'no-list', null],
  ['one that allows', [verdict('allowed', 3)], 'allowed', '3'],
  ['a default', [verdict('denied', null)], 'denied', null],
  ['a list that names traffic only', [verdict('no-match', null)], 'undetermined', null],
  ['two that allow', [NO_LIST, verdict('allowed', 3), verdict('allowed', 4)], 'allowed', '3'],
  ['one unknown of two', [verdict('allowed', 3), verdict('undetermined', 4)], 'undetermined', '4'],
  ['a denial behind an unknown', [verdict('undetermined', 4), verdict('denied', 9)], 'denied', '9'],
])('%s', (_, verdicts, expected, line) => {
  expect(controlVerdict(verdicts)).toMatchObject({ verdict: expected, line });
});
