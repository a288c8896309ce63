import type { RelationshipVerdict, ReviewedRule } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { concernsOf, isConcern, useOf, verdictSource } from './rule-words.ts';

const rule = (change: Partial<ReviewedRule>): ReviewedRule => ({
  position: 0,
  list: 'IN',
  line: 1,
  text: 'permit ip any any',
  label: null,
  matched: 0,
  possible: 0,
  lastMatch: null,
  neverMatched: false,
  shadowedBy: null,
  broad: [],
  unclear: [],
  ...change,
});

const verdict = (change: Partial<RelationshipVerdict>): RelationshipVerdict => ({
  relationshipId: '1',
  controlId: 1,
  controlName: 'Edge',
  ruleSetId: 1,
  client: '10.1.0.1',
  server: '10.2.0.1',
  directed: true,
  service: '443/tcp https',
  state: 'established',
  lastSeen: '2026-10-01T00:00:00.000Z',
  verdict: 'allowed',
  list: 'IN',
  line: 3,
  reply: false,
  because: [],
  ...change,
});

describe('useOf', () => {
  it.each<[Partial<ReviewedRule>, string | null]>([
    [{ matched: 3, possible: 2 }, '3'],
    [{ possible: 2 }, 'perhaps 2'],
    [{ neverMatched: true }, '0'],
    [{ neverMatched: null }, null],
  ])('%j', (change, words) => {
    expect(useOf(rule(change))).toBe(words);
  });
});

describe('concernsOf', () => {
  it.each<[Partial<ReviewedRule>, string[]]>([
    [{}, []],
    [{ neverMatched: null }, []],
    [
      {
        neverMatched: true,
        shadowedBy: 4,
        broad: ['any source'],
        unclear: ['not understood: "x" is no port', 'time range NIGHT'],
      },
      [
        'not understood: "x" is no port, time range NIGHT',
        'shadowed by line 4',
        'too broad: any source',
        'never matched',
      ],
    ],
  ])('%j', (change, words) => {
    expect(concernsOf(rule(change))).toEqual(words);
  });
});

describe('verdictSource', () => {
  it.each<[Partial<RelationshipVerdict>, string]>([
    [{}, 'line 3 of IN'],
    [{ line: null }, 'the default of IN'],
    [{ verdict: 'undetermined', line: null }, 'not decided by IN'],
    [{ reply: true }, 'line 3 of IN, for the reply'],
    [{ verdict: 'no-list', list: null, line: null }, 'no list decides in this direction'],
  ])('%j', (change, words) => {
    expect(verdictSource(verdict(change))).toBe(words);
  });
});

it('knows concerns by their names only', () => {
  expect([isConcern('shadowed'), isConcern('toString'), isConcern(null)]).toEqual([true, false, false]);
});
