import type { Exporter } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { clockWords, countsLoss, exporterHealth, exporterProblems, lossSentence } from './exporter-problems.ts';

const NOW = Date.parse('2026-09-17T12:00:00Z');
const GOOD: Exporter = {
  id: 1,
  address: '10.0.0.1',
  name: null,
  versions: [9],
  firstSeen: '2026-09-01T00:00:00Z',
  lastSeen: '2026-09-17T11:59:30Z',
  datagrams: 10,
  records: 1000,
  lost: 0,
  undecodableSets: 0,
  undecodable: {},
  templates: 3,
  waitingSets: 0,
  problems: {},
  sampling: null,
  skewMs: 20,
};

describe('exporterProblems', () => {
  it.each<[string, Partial<Exporter>, 'good' | 'lossy' | 'silent', RegExp[]]>([
    ['nothing', {}, 'good', []],
    ['unsampled', { sampling: 1 }, 'good', []],
    ['silence', { lastSeen: '2026-09-17T09:00:00Z' }, 'silent', [/since 3 hours ago.*not covered/]],
    ['loss of packets', { lost: 10, datagrams: 90 }, 'lossy', [/^10 export packets lost.*10\.00 %/]],
    ['loss of records', { versions: [5], lost: 10 }, 'lossy', [/^10 flow records lost.*0\.99 %/]],
    ['loss in two units', { versions: [9, 10], lost: 10 }, 'lossy', [/^10 export packets and flow records lost[^%]*$/]],
    ['small loss', { versions: [10], lost: 1, records: 1e6 }, 'lossy', [/^1 flow record lost.*under 0\.01 %/]],
    ['sampling', { sampling: 100 }, 'good', [/1 of 100/]],
    ['a late clock', { skewMs: 600_000 }, 'good', [/10 minutes behind/]],
    ['an early clock', { skewMs: -600_000 }, 'good', [/10 minutes ahead/]],
    ['a version without numbers', { versions: [1] }, 'good', [/v1 has no sequence numbers/]],
    ['sets', { undecodableSets: 1 }, 'lossy', [/^1 set could not be decoded\.$/]],
    [
      'sets with their reasons, once',
      {
        undecodableSets: 3,
        undecodable: { 'no-template': 1, 'set-length': 2 },
        problems: { 'no-template': 4, 'set-length': 2 },
      },
      'lossy',
      [/^3 sets could not be decoded: 1 × data that came before.*; 2 × a set whose.*\.$/, /^4 × data that came/],
    ],
    ['an unknown code', { problems: { 'odd-thing': 2 } }, 'good', [/^2 × odd-thing$/]],
  ])('tells of %s', (_, change, health, sentences) => {
    const exporter = { ...GOOD, ...change };
    expect(exporterHealth(exporter, NOW)).toBe(health);
    const problems = exporterProblems(exporter, NOW);
    expect(problems).toHaveLength(sentences.length);
    sentences.forEach((sentence, index) => {
      expect(problems[index]).toMatch(sentence);
    });
  });
});

it.each<[number | null, string | null]>([
  [null, null],
  [-499, 'in step'],
  [2_040, '2.0 s behind'],
  [-2_040, '2.0 s ahead'],
  [60_000, '1 minute behind'],
])('a difference of %s ms: %s', (skewMs, words) => {
  expect(clockWords({ ...GOOD, skewMs })).toBe(words);
});

it.each<[number[], boolean]>([
  [[], false],
  [[0], false],
  [[1], false],
  [[1, 9], false],
  [[0, 5], true],
  [[10], true],
])('versions %j count loss: %s', (versions, counts) => {
  expect(countsLoss({ ...GOOD, versions })).toBe(counts);
});

it.each<[string, number | null, number, RegExp]>([
  ['kernel-drop', 2055, 1200, /^1,200 datagrams on port 2055: dropped by the system/],
  ['exporter-limit', null, 1, /^1 datagram: read, but not counted/],
  ['odd-thing', null, 2, /^2 datagrams: odd-thing\.$/],
])('a loss of the collector: %s', (problem, port, count, words) => {
  expect(lossSentence({ problem, port, count, last: GOOD.lastSeen })).toMatch(words);
});
