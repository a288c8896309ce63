import { describe, expect, it, test } from 'vitest';
import { confirmedInput } from '../testing/confirmed-view.ts';
import { nextDue } from './next-due.ts';
import { whatIsLacking } from './what-is-lacking.ts';

const whole = confirmedInput().records.confirmation;
if (!whole) throw new Error('the setting has no confirmation');
const { content } = whole;
const lacking = (change: Partial<typeof whole>, now = '2026-10-01') => whatIsLacking({ ...whole, ...change }, now);

describe('what is lacking', () => {
  it('is nothing once all is said', () => expect(lacking({})).toEqual([]));

  it.each([
    ['an element without statement', { elements: content.elements.slice(1) }, /^Element 1 .* has no statement/],
    [
      'a statement of spaces',
      { elements: content.elements.map((one) => ({ ...one, statement: ' ' })) },
      /^Element 1 .* has no statement/,
    ],
    [
      'an open element without an item',
      { elements: content.elements.map((one) => ({ ...one, openItems: [] })) },
      /^Element 5 .* is open/,
    ],
    ['a candidate that nobody decided', { decisions: [] }, /neither accepted nor dismissed/],
    ['why it is late', { missed: null }, /was due on 2026-09-20/],
  ])('%s', (_, change, expected) => {
    expect(lacking({ content: { ...content, ...change } })[0]).toMatch(expected);
  });

  it('needs no excuse in time, nor the first time', () => {
    const inTime = { ...content, missed: null };
    expect(lacking({ content: inTime }, '2026-09-20')).toEqual([]);
    expect(lacking({ content: inTime, previous: null })).toEqual([]);
  });
});

test.each([
  ['merchant', '2026-10-01T23:00:00Z', '2027-10-01'],
  ['service-provider', '2026-10-01T23:00:00Z', '2027-04-01'],
  ['designated', '2026-10-01T23:00:00Z', '2026-12-31'],
] as const)('the next confirmation of a %s', (role, approved, due) => {
  expect(nextDue(role, new Date(approved))).toBe(due);
});
