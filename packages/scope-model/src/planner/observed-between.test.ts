import { expect, test } from 'vitest';
import { DAY, NOW, network } from '../testing/facts-setting.ts';
import { observedBetween } from './observed-between.ts';

const OFFICE = { kind: 'segment', id: 'office' } as const;
const CDE = { kind: 'segment', id: 'cde' } as const;

const setting = () =>
  network()
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24')
    .asset('vault', '10.1.0.1')
    .asset('desk', '10.2.0.5')
    .approval('office', 'cde', '1433/tcp', { need: 'Reports', approvedBy: 'CISO' });

test('observed and approved traffic becomes permissions, with its need', () => {
  const facts = setting().contact('desk', 'vault', '1433/tcp').contact('10.2.0.77', 'vault', '1433/tcp').facts();
  const { kept, unapproved, unclear } = observedBetween(facts, OFFICE, CDE);
  expect(kept.map(({ client, server, port, comment }) => [client, server, port, comment])).toEqual([
    ['10.2.0.5', '10.1.0.1', 1433, 'Reports (approved by CISO)'],
    ['10.2.0.77', '10.1.0.1', 1433, 'Reports (approved by CISO)'],
  ]);
  expect([...unapproved, ...unclear]).toEqual([]);
});

test('what nobody approved, and what nobody can write as a rule, is named', () => {
  const facts = setting()
    .contact('desk', 'vault', '22/tcp')
    .contact('vault', 'desk', '1433/tcp', { directed: false })
    .contact('desk', 'vault', '1433/tcp', { id: 'folded', port: null })
    .facts();
  expect(observedBetween(facts, OFFICE, CDE)).toEqual({
    kept: [],
    unapproved: ['desk > vault 22/tcp'],
    unclear: ['vault > desk 1433/tcp', 'folded'],
  });
});

test('attempts, scans, retired contacts, the other way and other places are left out', () => {
  const facts = setting()
    .contact('desk', 'vault', '1433/tcp', { id: 'attempt', state: 'attempted' })
    .contact('desk', 'vault', '1433/tcp', { id: 'scan', scanner: true })
    .contact('desk', 'vault', '1433/tcp', { id: 'old' })
    .tag('old', { kind: 'contact-retired' }, {}, 'contact')
    .contact('vault', 'desk', '1433/tcp', { id: 'back' })
    .contact('10.9.0.1', 'vault', '1433/tcp', { id: 'elsewhere' })
    .facts();
  expect(observedBetween(facts, OFFICE, CDE)).toEqual({ kept: [], unapproved: [], unclear: [] });
});

test('what only one half was seen of is traffic', () => {
  const facts = setting()
    .contact('desk', 'vault', '1433/tcp', { state: 'unknown' })
    .contact('desk', 'vault', '22/tcp', { state: 'unknown' })
    .facts();
  const { kept, unapproved } = observedBetween(facts, OFFICE, CDE);
  expect([kept.length, unapproved]).toEqual([1, ['desk > vault 22/tcp']]);
});

test('an approval of a zone covers its segments, one of a segment not its zone', () => {
  const zoned = network()
    .zone('inside', '10.2.0.0/16')
    .segment('cde', '10.1.0.0/24')
    .segment('office', '10.2.0.0/24', { zone: 'inside' })
    .segment('lab', '10.2.1.0/24', { zone: 'inside' })
    .approval('inside', 'cde', '443/tcp')
    .approval('office', 'cde', '1433/tcp')
    .contact('10.2.0.5', '10.1.0.1', '443/tcp')
    .contact('10.2.1.5', '10.1.0.1', '443/tcp')
    .contact('10.2.0.5', '10.1.0.1', '1433/tcp')
    .contact('10.2.1.5', '10.1.0.1', '1433/tcp')
    .facts();
  const { kept, unapproved } = observedBetween(zoned, { kind: 'zone', id: 'inside' }, CDE);
  expect(kept.map(({ client, port }) => `${client} ${port}`)).toEqual([
    '10.2.0.5 443',
    '10.2.1.5 443',
    '10.2.0.5 1433',
  ]);
  expect(unapproved).toEqual(['10.2.1.5 > 10.1.0.1 1433/tcp']);
  expect(observedBetween(zoned, OFFICE, CDE).kept).toHaveLength(2);
});

test('an approval that has run out keeps nothing', () => {
  const facts = setting()
    .approval('office', 'cde', '443/tcp', { until: NOW - DAY })
    .contact('desk', 'vault', '443/tcp')
    .facts();
  expect(observedBetween(facts, OFFICE, CDE).unapproved).toEqual(['desk > vault 443/tcp']);
});

test('an asset speaks with the address that it had at the time', () => {
  const facts = setting()
    .asset('laptop')
    .bind('laptop', '10.2.0.8', null, NOW - 25 * DAY)
    .bind('laptop', '10.2.0.9', NOW - 25 * DAY, null)
    .contact('laptop', 'vault', '1433/tcp', { first: NOW - 20 * DAY, last: NOW - 10 * DAY })
    .facts();
  expect(observedBetween(facts, OFFICE, CDE).kept.map(({ client }) => client)).toEqual(['10.2.0.9']);
});

test('a place that does not exist is named', () => {
  expect(() => observedBetween(setting().facts(), OFFICE, { kind: 'zone', id: 'moon' })).toThrow(
    'there is no zone "moon"',
  );
});
