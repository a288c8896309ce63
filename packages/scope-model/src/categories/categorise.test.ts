import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTACT_STATES } from '../relationship.ts';
import { SCOPE_CLAIMS, type ScopeCategory, type ScopeClaim } from '../scope-category.ts';
import { categorise } from './categorise.ts';
import type { CdeContact, ScopeFacts } from './scope-facts.ts';

const contact = (change: Partial<CdeContact> = {}): CdeContact => ({
  peer: 'vault-1',
  service: '1433/tcp mssql',
  state: 'established',
  initiated: true,
  scanner: false,
  ...change,
});

function facts(host: ScopeClaim | null, zone: ScopeClaim | null, cdeContacts: CdeContact[] = []): ScopeFacts {
  return {
    hostClaim: host && { claim: host, reason: 'asked the owner', author: 'ann' },
    zone: zone && { name: 'Z', claim: zone },
    cdeContacts,
    cdeKnown: true,
  };
}

const touched = contact({ initiated: false, scanner: true });

describe('categorise', () => {
  it.each<[string, ScopeFacts, ScopeCategory, boolean, string[]]>([
    ['a host claimed CDE', facts('cde', null), 'CDE_CHD', false, ['R1']],
    ['a host claimed CDE in a zone claimed out of scope', facts('cde', 'out-of-scope'), 'CDE_CHD', false, ['R1']],
    ['a member of a CDE zone', facts(null, 'cde'), 'CDE_CONTAMINATED', false, ['R3']],
    ['a CDE host in a CDE zone', facts('cde', 'cde'), 'CDE_CHD', false, ['R1', 'R3']],
    ['out of scope by claim inside a CDE zone', facts('out-of-scope', 'cde'), 'CDE_CONTAMINATED', true, ['R3', 'R8']],
    ['external by claim inside a CDE zone', facts('external', 'cde'), 'CDE_CONTAMINATED', true, ['R3', 'R7']],
    ['connected by claim inside a CDE zone', facts('connected', 'cde'), 'CDE_CONTAMINATED', false, ['R3', 'R5']],
    ['security-impacting', facts(null, 'security-impacting'), 'SECURITY_IMPACTING', false, ['R4']],
    [
      'security-impacting with contact',
      facts('security-impacting', null, [contact()]),
      'SECURITY_IMPACTING',
      false,
      ['R4', 'R5'],
    ],
    ['external', facts(null, 'external'), 'EXTERNAL', false, ['R7']],
    ['external with contact', facts(null, 'external', [contact()]), 'EXTERNAL', false, ['R7', 'R5']],
    ['the claim of the host beats that of its zone', facts('connected', 'external'), 'CONNECTED', false, ['R5']],
    ['contact without zone or claim', facts(null, null, [contact()]), 'CONNECTED', false, ['R5', 'R9']],
    [
      'contact that the CDE began',
      facts(null, null, [contact({ initiated: false })]),
      'CONNECTED',
      false,
      ['R5', 'R9'],
    ],
    [
      'contact of unknown direction',
      facts(null, null, [contact({ initiated: null })]),
      'CONNECTED',
      false,
      ['R5', 'R9'],
    ],
    ['contact of unknown state', facts(null, null, [contact({ state: 'unknown' })]), 'CONNECTED', false, ['R5', 'R9']],
    ['claimed connected, nothing seen', facts(null, 'connected'), 'CONNECTED', false, ['R5']],
    ['claimed out of scope, nothing seen', facts(null, 'out-of-scope'), 'UNDETERMINED', false, ['R8']],
    ['claimed out of scope, contact seen', facts('out-of-scope', null, [contact()]), 'CONNECTED', true, ['R5', 'R8']],
    ['an attempt alone', facts(null, null, [contact({ state: 'attempted' })]), 'UNDETERMINED', false, ['R9', 'R9']],
    [
      'a refusal of one claimed out of scope',
      facts('out-of-scope', null, [contact({ state: 'denied' })]),
      'UNDETERMINED',
      false,
      ['R8', 'R9'],
    ],
    ['touched by a scanner of the CDE', facts(null, null, [touched]), 'UNDETERMINED', false, ['R9', 'R9']],
    [
      'a scanner that touched the CDE',
      facts(null, null, [contact({ scanner: true })]),
      'CONNECTED',
      false,
      ['R5', 'R9'],
    ],
    ['nothing at all', facts(null, null), 'UNDETERMINED', false, ['R9']],
    ['claimed undetermined', facts(null, 'undetermined'), 'UNDETERMINED', false, ['R9']],
    ['claimed undetermined, contact seen', facts('undetermined', null, [contact()]), 'CONNECTED', false, ['R5', 'R9']],
  ])('%s', (_, given, category, conflict, rules) => {
    const result = categorise(given);
    expect(result).toMatchObject({ category, conflict, inScope: category !== 'EXTERNAL' });
    expect(result.reasons.map((reason) => reason.rule)).toEqual(rules);
  });

  it('names what is missing only where the result is undetermined', () => {
    expect(categorise(facts('out-of-scope', null)).missing).toHaveLength(3);
    expect(categorise(facts('out-of-scope', null, [contact()])).missing).toEqual([]);
    expect(categorise(facts(null, null)).missing).toEqual(['the zone it belongs to']);
  });

  it('says that contact cannot be judged while nothing is claimed as CDE', () => {
    expect(categorise({ ...facts(null, 'undetermined'), cdeKnown: false }).missing.at(-1)).toMatch(/claimed as CDE/);
  });

  it('names peers and services of a contact, three of them and a number', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((peer) => contact({ peer }));
    expect(categorise(facts(null, null, many)).reasons[0]?.text).toBe(
      'Contact with the CDE: a over 1433/tcp mssql, b over 1433/tcp mssql, c over 1433/tcp mssql and 2 more',
    );
  });
});

const claims = fc.option(fc.constantFrom(...SCOPE_CLAIMS), { nil: null });
const contacts = fc.array(
  fc.record({
    peer: fc.constant('p'),
    service: fc.constant('s'),
    state: fc.constantFrom(...CONTACT_STATES),
    initiated: fc.constantFrom(true, false, null),
    scanner: fc.boolean(),
  }),
  { maxLength: 4 },
);
/** From what counts most to what counts least. */
const WEIGHT: readonly ScopeCategory[] = [
  'CDE_CHD',
  'CDE_CONTAMINATED',
  'SECURITY_IMPACTING',
  'CONNECTED',
  'UNDETERMINED',
  'EXTERNAL',
];

describe('categorise, for all facts', () => {
  it('is never out of scope and always gives a reason', () => {
    fc.assert(
      fc.property(claims, claims, contacts, (host, zone, seen) => {
        const result = categorise(facts(host, zone, seen));
        expect(result.category).not.toBe('OUT_OF_SCOPE');
        expect(result.reasons.length).toBeGreaterThan(0);
        expect(result.missing.length > 0).toBe(result.category === 'UNDETERMINED');
      }),
    );
  });

  it('is never lowered by more traffic', () => {
    fc.assert(
      fc.property(claims, claims, contacts, contacts, (host, zone, some, more) => {
        const before = WEIGHT.indexOf(categorise(facts(host, zone, some)).category);
        const after = WEIGHT.indexOf(categorise(facts(host, zone, [...some, ...more])).category);
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });
});
