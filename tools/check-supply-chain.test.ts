import { expect, test } from 'vitest';
// @ts-expect-error: plain JavaScript, so that it runs with nothing built
import { isAllowed, severeFindings } from './check-supply-chain.mjs';

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['(MIT AND Zlib)', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only', false],
  ['AGPL-3.0-or-later OR SSPL-1.0', false],
  ['Unknown', false],
  ['', false],
])('%s may be part of the product: %s', (licence, is) => {
  expect(isAllowed(licence)).toBe(is);
});

test('high and critical vulnerabilities are named, others are not, and no answer is no all-clear', () => {
  const advisory = (severity: string) => ({ module_name: 'left', severity, title: 'Bad', url: 'u' });
  expect(severeFindings({ advisories: { 1: advisory('high'), 2: advisory('low'), 3: advisory('critical') } })).toEqual([
    'left: high vulnerability: Bad (u)',
    'left: critical vulnerability: Bad (u)',
  ]);
  expect(severeFindings({ advisories: {} })).toEqual([]);
  for (const answer of [null, 'text', {}, { error: 'x' }]) expect(severeFindings(answer)).toBeNull();
});
