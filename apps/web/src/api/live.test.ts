import { describe, expect, it } from 'vitest';
import { readLiveEvent, staleAfter } from './live.ts';

describe('readLiveEvent', () => {
  it.each([
    ['traffic', '{"kind":"traffic","relationships":3}', { kind: 'traffic', relationships: 3 }],
    ['traffic', '{"relationships":3}', { kind: 'traffic', relationships: 3 }],
    ['message', '{"kind":"zones"}', { kind: 'zones' }],
    ['weather', '{}', undefined],
    ['traffic', 'not json', undefined],
  ])('reads %s %s', (name, text, expected) => {
    expect(readLiveEvent(name, text)).toEqual(expected);
  });
});

describe('staleAfter', () => {
  it('asks for the map again after traffic, and for zones only after they changed', () => {
    expect(staleAfter({ kind: 'traffic', relationships: 1 })).toContain('graph');
    expect(staleAfter({ kind: 'traffic', relationships: 1 })).not.toContain('zones');
    expect(staleAfter({ kind: 'zones' })).toEqual(expect.arrayContaining(['graph', 'zones', 'host', 'approvals']));
  });
});
