import { verifyAuditChain } from '@scopemap/database';
import { seedRelationship } from '@scopemap/database/testing';
import { expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { app, db, call } = await testApi();

it('every change through the API has its entry, and a refused one has none', async () => {
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443 });
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.2.0.0/16'] });
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde' });
  await call('PATCH', '/api/zones/1', { claim: 'connected' });
  await call('POST', '/api/hosts/1/claims', { claim: 'out-of-scope', reason: 'the owner says so' });
  await call('POST', '/api/hosts/9/claims', { claim: 'out-of-scope', reason: 'the owner says so' });
  await call('PUT', '/api/hosts/1/name', { name: 'till' });
  const approval = { sourceZoneId: 1, targetZoneId: 1, protocol: 'tcp', port: 443, businessNeed: 'card payments' };
  await call('POST', '/api/approvals', approval);
  await call('POST', '/api/approvals', approval);
  await call('PUT', '/api/hosts/2/endpoints/tcp/443', { role: 'server', reason: 'looked at it' });
  await call('POST', '/api/sample');
  await call('DELETE', '/api/zones/1');
  const { body } = await call<{ entries: Record<string, unknown>[]; total: number }>('GET', '/api/audit');
  expect(body.entries.map(({ action, subject }) => `${action}: ${subject}`).reverse()).toEqual([
    'zone.create: zone 1 (Vault)',
    'zone.change: zone 1 (Vault)',
    'host.claim: host 1 (10.1.0.1)',
    'host.name: host 1 (10.1.0.1)',
    'approval.give: approval 1 (Vault to Vault)',
    'endpoint.confirm: endpoint 10.2.0.1 protocol 6 port 443',
    expect.stringMatching(/^import\.start: import /),
    'zone.delete: zone 1 (Vault)',
  ]);
  expect(body.entries.every(({ origin, author }) => origin === 'api 127.0.0.1' && author === 'local operator')).toBe(
    true,
  );
  expect(body.entries.find(({ action }) => action === 'zone.change')).toMatchObject({
    before: { claim: 'cde', prefixes: ['10.2.0.0/16'] },
    after: { claim: 'connected', prefixes: ['10.2.0.0/16'] },
  });
  expect(await verifyAuditChain(db)).toMatchObject({ entries: 8, broken: null });
  expect((await call('GET', '/api/audit/chain')).body).toEqual({
    entries: 8,
    head: body.entries[0]?.hash,
    broken: null,
  });
  const found = await call<{ total: number }>('GET', '/api/audit?q=OWNER&action=host');
  expect(found.body.total).toBe(1);
});

it('gives the whole trail as a file, an entry a line, with the hashes by which it can be checked', async () => {
  const { body, headers } = await app.inject({ method: 'GET', url: '/api/audit.ndjson' });
  const entries = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: number; hash: string });
  const { head, entries: count } = await verifyAuditChain(db);
  expect(headers['content-disposition']).toContain('attachment');
  expect(entries).toHaveLength(count);
  expect(entries.map(({ id }) => id)).toEqual(entries.map((_, i) => i + 1));
  expect(entries.at(-1)?.hash).toBe(head);
});
