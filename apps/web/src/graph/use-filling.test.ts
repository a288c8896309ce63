import { expect, test } from 'vitest';
import { isFilling } from './use-filling.ts';

const done = (finishedAt: string) => ({ state: 'done' as const, finishedAt });
const checked = (checkedAt: string) => ({ checkedAt });
const [EARLY, LATE] = ['2026-09-01T10:00:00.000Z', '2026-09-01T10:00:01.000Z'];

test.each([
  ['nothing is known', undefined, undefined, true],
  ['nothing is classified', [], undefined, true],
  ['nothing was imported', [], checked(EARLY), false],
  ['an import runs', [{ state: 'running' as const, finishedAt: null }], checked(LATE), true],
  ['an import waits', [{ state: 'queued' as const, finishedAt: null }, done(EARLY)], checked(LATE), true],
  ['what was imported is not classified', [done(LATE)], checked(EARLY), true],
  ['what was imported is classified', [done(EARLY)], checked(LATE), false],
])('%s', (_, imports, run, filling) => {
  expect(isFilling(imports, run)).toBe(filling);
});
