import type { Exporter } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { exporterHealth, exporterProblems } from './exporter-problems.ts';

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
  problems: {},
  sampling: null,
  skewMs: 20,
};

describe('exporterProblems', () => {
  it.each<[string, Partial<Exporter>, 'good' | 'lossy' | 'silent', RegExp[]]>([
    ['nothing', {}, 'good', []],
    ['unsampled', { sampling: 1 }, 'good', []],
    ['silence', { lastSeen: '2026-09-17T09:00:00Z' }, 'silent', [/since 3 hours ago.*not covered/]],
    ['loss', { lost: 10 }, 'lossy', [/10 lost.*0\.99 %/]],
    ['small loss', { lost: 1, records: 1e6 }, 'lossy', [/under 0\.01 %/]],
    ['sampling', { sampling: 100 }, 'good', [/1 of 100/]],
    ['a late clock', { skewMs: -600_000 }, 'good', [/10 minutes behind/]],
    ['sets', { undecodableSets: 1 }, 'lossy', [/^1 set could/]],
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
