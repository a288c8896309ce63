import { describe, expect, it } from 'vitest';
import { CONTACT_STATES } from '../relationship.ts';
import { type ReviewStatus, SCOPE_CLAIMS, type ScopeClaim } from '../scope-category.ts';
import { isContact, reviewStatus } from './review-status.ts';
import { type ReviewTextFacts, reviewText } from './review-text.ts';
import { standing } from './standing.ts';

const zone = (claim: ScopeClaim) => standing(null, claim);

describe('reviewStatus', () => {
  it.each<[ScopeClaim, ScopeClaim, boolean, boolean, ReviewStatus]>([
    ['cde', 'out-of-scope', true, false, 'violation'],
    ['cde', 'out-of-scope', true, true, 'violation'],
    ['cde', 'out-of-scope', false, false, 'unreviewed'],
    ['cde', 'connected', true, false, 'unreviewed'],
    ['cde', 'connected', true, true, 'approved'],
    ['cde', 'undetermined', true, false, 'unreviewed'],
    ['cde', 'cde', true, false, 'unreviewed'],
    ['connected', 'out-of-scope', true, false, 'unreviewed'],
    ['security-impacting', 'external', true, false, 'unreviewed'],
    ['out-of-scope', 'out-of-scope', true, false, 'ordinary'],
    ['out-of-scope', 'external', true, false, 'ordinary'],
    ['undetermined', 'external', true, false, 'ordinary'],
    ['undetermined', 'external', true, true, 'approved'],
  ])('%s and %s, contact %s, approved %s: %s', (one, other, contact, approved, status) => {
    expect(reviewStatus({ source: zone(one), target: zone(other), contact, approved })).toBe(status);
    expect(reviewStatus({ source: zone(other), target: zone(one), contact, approved })).toBe(status);
  });

  it('sees a host claimed out of scope inside a CDE zone as both', () => {
    const both = standing('out-of-scope', 'cde');
    expect(both).toEqual({ cde: true, claim: 'out-of-scope' });
    expect(reviewStatus({ source: both, target: zone('cde'), contact: true, approved: false })).toBe('violation');
  });

  it('takes an unseen other half as contact', () => {
    expect(CONTACT_STATES.filter(isContact)).toEqual(['established', 'unknown']);
  });

  it('lets the claim of a host beat its zone', () => {
    for (const claim of SCOPE_CLAIMS) expect(standing(claim, 'external').claim).toBe(claim);
    expect(standing(null, null)).toEqual({ cde: false, claim: 'undetermined' });
  });
});

describe('reviewText', () => {
  const facts: ReviewTextFacts = {
    status: 'unreviewed',
    source: { label: 'till-7', zone: 'Store', standing: zone('out-of-scope') },
    target: { label: 'vault-1', zone: 'Vault', standing: zone('cde') },
    directed: true,
    service: '1433/tcp mssql',
    state: 'established',
    approval: null,
  };
  const approval = { businessNeed: 'settlement', approvedBy: 'ann', inDate: true };

  it.each<[string, Partial<ReviewTextFacts>, string]>([
    [
      'violation',
      { status: 'violation' },
      'till-7 (Store) is claimed out of scope, yet contact with the CDE system vault-1 (Vault) over 1433/tcp mssql was seen.',
    ],
    [
      'violation seen from the other side',
      { status: 'violation', source: facts.target, target: facts.source },
      'till-7 (Store) is claimed out of scope, yet contact with the CDE system vault-1 (Vault) over 1433/tcp mssql was seen.',
    ],
    [
      'violation of unknown state',
      { status: 'violation', state: 'unknown' },
      'till-7 (Store) is claimed out of scope, yet contact with the CDE system vault-1 (Vault) over 1433/tcp mssql must be assumed, since its other half could not be seen.',
    ],
    ['unreviewed', {}, 'No approval covers 1433/tcp mssql from Store to Vault.'],
    [
      'unreviewed, direction unknown',
      { directed: false },
      'No approval covers 1433/tcp mssql between Store and Vault.',
    ],
    [
      'unreviewed, run out',
      { approval: { ...approval, inDate: false } },
      'The approval of 1433/tcp mssql from Store to Vault by ann has run out.',
    ],
    [
      'unreviewed, no zone',
      { source: { ...facts.source, zone: null } },
      'till-7 is in no zone, so 1433/tcp mssql cannot be approved yet.',
    ],
    ['approved', { status: 'approved', approval }, 'Approved by ann: settlement'],
    ['ordinary', { status: 'ordinary' }, 'By claim neither end is in the CDE or connected to it.'],
  ])('%s', (_, change, text) => {
    expect(reviewText({ ...facts, ...change })).toBe(text);
  });
});
