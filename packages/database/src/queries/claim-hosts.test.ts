import { beforeEach, expect, it } from 'vitest';
import { emptyDatabase, freshDatabase, seededHost, seedRelationship, TESTER } from '../testing/index.ts';
import { listAuditEntries } from './audit.ts';
import { verifyAuditChain } from './audit-chain.ts';
import { claimHosts, listClaimedHosts } from './claim-hosts.ts';
import { claimHost, listHostClaims } from './host-claims.ts';

const { db } = await freshDatabase();
const PRINTER = { claim: 'out-of-scope', reason: 'printers, by the inventory' } as const;

beforeEach(async () => {
  await emptyDatabase(db);
  for (let host = 1; host <= 30; host++)
    await seedRelationship(db, { client: `10.3.0.${host}`, server: '10.2.0.1', port: 443 });
});

it('says the same of all, closes what was said before, and tells of each in the audit', async () => {
  const one = await seededHost(db, '10.3.0.5');
  await claimHost(db, one, { claim: 'cde', reason: 'by mistake' }, TESTER);
  const under = await listClaimedHosts(db, { host: { prefix: '10.3.0.0/28' } });
  const printers = under.filter(({ address }) => address.startsWith('10.3.'));
  expect(printers.map(({ claim }) => claim).filter(Boolean)).toEqual(['cde']);
  expect(
    await claimHosts(
      db,
      printers.map(({ id }) => id),
      PRINTER,
      TESTER,
    ),
  ).toBe(true);
  const [claim, before] = await listHostClaims(db, one);
  expect([claim?.claim, claim?.closedAt, before?.claim]).toEqual(['out-of-scope', null, 'cde']);
  expect(before?.closedAt).toEqual(claim?.madeAt);
  const { total, entries } = await listAuditEntries(db, { text: 'inventory' }, { limit: 100, offset: 0 });
  expect([total, printers.length]).toEqual([15, 15]);
  expect(entries.find(({ subject }) => subject.includes('10.3.0.5)'))?.before).toMatchObject({ claim: 'cde' });
  expect((await verifyAuditChain(db)).broken).toBeNull();
});

it('says nothing of any when one of them does not exist', async () => {
  const one = await seededHost(db, '10.3.0.5');
  expect(await claimHosts(db, [one, 999_999], { ...PRINTER, reason: 'scanners' }, TESTER)).toBe(false);
  expect(await listHostClaims(db, one)).toEqual([]);
  expect((await listAuditEntries(db, { text: 'scanners' }, { limit: 1, offset: 0 })).total).toBe(0);
});
