import { expect, test } from 'vitest';
import { isFilling } from './use-filling.ts';

const done = (finishedAt: string) => ({ state: 'done' as const, finishedAt });
const [EARLY, LATE, LATER] = ['2026-09-01T10:00:00.000Z', '2026-09-01T10:00:01.000Z', '2026-09-01T10:01:00.000Z'];
const checked = (factsAt: string, madeAt = factsAt, checkedAt = madeAt) => ({
  factsAt,
  madeAt,
  checkedAt,
  durationMs: 500,
});

test.each([
  ['nothing is known', undefined, undefined, true],
  ['nothing is classified', [], undefined, true],
  ['nothing was imported', [], checked(EARLY), false],
  ['an import runs', [{ state: 'running' as const, finishedAt: null }], checked(LATE), true],
  ['an import waits', [{ state: 'queued' as const, finishedAt: null }, done(EARLY)], checked(LATE), true],
  ['what was imported is not classified', [done(LATE)], checked(EARLY), true],
  ['what was imported is classified', [done(EARLY)], checked(LATE), false],
  ['it ended while the classification was under way', [done(LATE)], checked(EARLY, LATER), true],
  ['a later look found the same', [done(LATE)], checked(EARLY, EARLY, LATER), false],
])('%s', (_, imports, run, filling) => {
  expect(isFilling(imports, run)).toBe(filling);
});
