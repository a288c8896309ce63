import type { ConfirmationContent } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { linesOf, withDecisions, withElement } from './confirmation-words.ts';

const empty: ConfirmationContent = { elements: [], decisions: [], missed: null };

describe('what a person writes', () => {
  it('goes to its element alone, in order', () => {
    const two = withElement(withElement(empty, 5, { statement: 'five' }), 2, { result: 'open', openItems: ['x'] });
    expect(two.elements.map(({ element, statement, result }) => [element, statement, result])).toEqual([
      [2, '', 'open'],
      [5, 'five', 'complete'],
    ]);
    expect(withElement(two, 5, { artefacts: ['DOC'] }).elements[1]).toMatchObject({
      statement: 'five',
      artefacts: ['DOC'],
    });
  });

  it('decides many changes at once and takes one back', () => {
    const said = withDecisions(empty, ['a', 'b'], { significant: false, reason: 'planned', ticket: null });
    expect(said.decisions.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(withDecisions(said, ['a'], null).decisions.map(({ key }) => key)).toEqual(['b']);
  });

  it('is one entry a line', () => expect(linesOf(' a \n\n b\n')).toEqual(['a', 'b']));
});
