import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();

beforeEach(async () => {
  await emptyDatabase(db);
  for (let host = 1; host <= 30; host++)
    await seedRelationship(db, { client: `10.3.0.${host}`, server: '10.2.0.1', port: 443 });
});

const DRAFT = { filter: { q: 'src.ip:10.3.0.0/24' }, claim: 'out-of-scope', reason: 'printers', expected: 31 };

it('shows what a claim would change before it is made', async () => {
  await call('POST', '/api/hosts/1/claims', { claim: 'cde', reason: 'by mistake' });
  const { status, body } = await call('GET', '/api/hosts/claims/preview?q=10.3.0.0/24');
  expect(status).toBe(200);
  expect(body).toMatchObject({ hosts: 31, replaces: [{ claim: 'cde', hosts: 1 }] });
  expect(body.sample).toHaveLength(20);
});

it('is made of exactly the hosts of the preview, or of none', async () => {
  const draft = { ...DRAFT, filter: { q: '10.3.0.0/24' } };
  const other = await call('POST', '/api/hosts/claims', { ...draft, expected: 30 });
  expect([other.status, other.body.detail]).toEqual([409, expect.stringContaining('31 hosts by now, not 30')]);
  expect((await call('GET', '/api/audit?action=host.claim&q=printers')).body.total).toBe(0);
  expect(await call('POST', '/api/hosts/claims', draft)).toMatchObject({ status: 200, body: { hosts: 31 } });
  expect((await call('GET', '/api/audit?action=host.claim&q=printers')).body.total).toBe(31);
});

it('needs a reason and a filter that can be read', async () => {
  expect((await call('POST', '/api/hosts/claims', { ...DRAFT, reason: '' })).status).toBe(400);
  expect((await call('POST', '/api/hosts/claims', { ...DRAFT, filter: { q: 'cat:x' } })).status).toBe(400);
});
