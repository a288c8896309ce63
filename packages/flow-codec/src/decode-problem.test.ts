import { expect, test } from 'vitest';
import { DECODE_PROBLEMS } from './decode-problem.ts';

test.each(Object.entries(DECODE_PROBLEMS))('%s has a name and a sentence', (code, { loses, meaning }) => {
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  expect(typeof loses).toBe('boolean');
});
