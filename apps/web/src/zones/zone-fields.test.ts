import { describe, expect, it } from 'vitest';
import { EMPTY_ZONE, gatherFieldErrors, readZoneFields } from './zone-fields.ts';

describe('readZoneFields', () => {
  it.each([
    ['10.1.0.0/24\n10.2.0.0/24', ['10.1.0.0/24', '10.2.0.0/24']],
    ['10.1.0.0/24, 2001:DB8::/32 ;', ['10.1.0.0/24', '2001:db8::/32']],
    ['10.1.2.3', ['10.1.2.3/32']],
    [' \n ', []],
  ])('reads the networks %j', (prefixes, expected) => {
    const { draft } = readZoneFields({ ...EMPTY_ZONE, name: ' CDE ', claim: 'cde', prefixes });
    expect(draft).toEqual({ name: 'CDE', claim: 'cde', description: '', prefixes: expected });
  });

  it('says what is wrong with which field', () => {
    const { draft, errors } = readZoneFields({ ...EMPTY_ZONE, prefixes: '10.1.0.1/24 nonsense' });
    expect(draft).toBeNull();
    expect(errors?.name).toBe('a zone needs a name');
    expect(errors?.prefixes).toContain('"10.1.0.1/24"');
    expect(errors?.prefixes).toContain('"nonsense"');
    expect(errors?.claim).toBeUndefined();
  });
});

describe('gatherFieldErrors', () => {
  it.each([
    [{ name: 'taken' }, { name: 'taken' }],
    [{ '/body/prefixes/0': 'a', 'prefixes[1]': 'b' }, { prefixes: 'a; b' }],
    [{ other: 'x' }, {}],
  ])('%j', (fields, expected) => {
    expect(gatherFieldErrors(fields as Record<string, string>)).toEqual(expected);
  });
});
