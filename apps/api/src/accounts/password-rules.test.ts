import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordProblem } from './password-rules.ts';

const OWN = ['jane.doe', 'Jane Doe'];

describe('what a password has to be', () => {
  it.each([
    ['short1', /12 characters; this has 6/],
    ['abcdefghijk', /12 characters/],
    ['onlylettershere', /digit/],
    ['123456789012', /letter/],
    ['aaaaaaaaaaa1', /different/],
    ['Password2024!', /common/],
    ['P@ssw0rd1234', /common/],
    ['Welcome12345!', /common/],
    ['!!ChangeMe2026', /common/],
    ['adminadmin1234', /common/],
    ['qwertyuiop123', /row of keys|common/],
    ['1q2w3e4rabcdefghijkl', null],
    ['12345678abcd', /row of keys/],
    ['jane.doe-2026-x', /login/],
    ['correct horse 7 battery', null],
    ['Tr0ubador&3-lantern', null],
  ])('%s', (password, expected) => {
    const problem = passwordProblem(password, OWN);
    if (expected === null) expect(problem).toBeNull();
    else expect(problem).toMatch(expected);
  });

  it('lets nothing through that is shorter than 12 or lacks letters or digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (password) => {
        if (passwordProblem(password, []) !== null) return;
        expect([...password].length).toBeGreaterThanOrEqual(12);
        expect(password).toMatch(/\p{L}/u);
        expect(password).toMatch(/\p{N}/u);
      }),
    );
  });
});
