import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERRORS_DOCUMENT, errorsDocument } from '../../../tools/generate-docs.ts';
import { PROBLEM_CODES } from './problem.ts';

test('docs/errors.md is what `node tools/generate-docs.ts` makes', () => {
  expect(readFileSync(ERRORS_DOCUMENT, 'utf8')).toBe(errorsDocument());
});

test('every code of the API is explained once', () => {
  const rows = errorsDocument()
    .split('## API')[1]
    ?.match(/^\| `[^`]+`/gm);
  expect(rows).toEqual(PROBLEM_CODES.map((code) => `| \`${code}\``));
});
