import { expect, test } from 'vitest';
import { createRuleMatcher } from '../evaluate/create-rule-matcher.ts';
import type { RuleList } from '../model/rule-file.ts';
import { flow, parse } from '../testing/judge-text.ts';
import { createRuleReviewer } from './review-rules.ts';

const FILE = parse('ios', [
  'ip access-list extended A',
  /* 2 */ ' permit tcp 10.1.0.0 0.0.255.255 host 10.2.0.1 eq 443',
  /* 3 */ ' permit tcp 10.1.5.0 0.0.0.255 host 10.2.0.1 range 443 443',
  /* 4 */ ' deny tcp any host 10.2.0.1',
  /* 5 */ ' permit udp 10.1.0.0 0.0.255.255 host 10.2.0.1 eq 53 time-range X',
  /* 6 */ ' permit udp 10.1.4.0 0.0.0.255 host 10.2.0.1 eq 53',
  /* 7 */ ' deny udp 10.1.4.0 0.0.0.255 host 10.2.0.1 eq 53',
  /* 8 */ ' permit tcp 10.3.0.1 0.0.254.0 10.2.0.0 0.0.0.255 gt 1023',
  /* 9 */ ' permit ip any any',
]);

test('per rule: last match, never matched, shadowed by which line, too broad', () => {
  const list = FILE.lists[0] as RuleList;
  const matcher = createRuleMatcher(FILE, { list: 'A' });
  const reviewer = createRuleReviewer(FILE, list);
  for (const [text, last] of [
    ['tcp 10.1.1.1 > 10.2.0.1:443', 2000],
    ['tcp 10.1.5.1 > 10.2.0.1:443', 1000],
    ['udp 10.1.4.1 > 10.2.0.1:53', 3000],
  ] as const)
    reviewer.add(matcher.judge(flow(text)), last);
  expect(
    reviewer
      .finish()
      .map(({ rule, matched, lastMatch, possible, shadowedBy, broad }) =>
        [rule.line, matched, lastMatch, possible, shadowedBy?.line ?? null, broad.join(', ')].join(' '),
      ),
  ).toEqual([
    '2 2 2000 0  a source as large as /16',
    '3 0  0 2 ',
    '4 0  0  ',
    '5 0  1  a source as large as /16',
    '6 1 3000 0  ',
    '7 0  0 6 ',
    '8 0  0  64512 ports',
    '9 0  0  any source, any destination, any service',
  ]);
});
