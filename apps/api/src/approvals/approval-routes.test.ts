import { emptyDatabase } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
const draft = { sourceZoneId: 1, targetZoneId: 2, protocol: 'TCP', port: 443, businessNeed: 'card payments' };

beforeEach(async () => {
  await emptyDatabase(db);
  for (const name of ['Store', 'Vault']) await call('POST', '/api/zones', { name, claim: 'cde' });
});

describe('approvals', () => {
  it('are made and listed with their service and need', async () => {
    const made = await call('POST', '/api/approvals', { ...draft, expiresAt: '2099-01-01T00:00:00Z' });
    expect(made).toMatchObject({
      status: 200,
      body: {
        sourceZone: 'Store',
        targetZone: 'Vault',
        protocol: 'tcp',
        service: '443/tcp https',
        approvedBy: 'local operator',
        expiresAt: '2099-01-01T00:00:00.000Z',
      },
    });
    expect((await call('GET', '/api/approvals')).body).toEqual({ approvals: [made.body] });
  });

  it('are made once', async () => {
    await call('POST', '/api/approvals', draft);
    const { status, body } = await call('POST', '/api/approvals', draft);
    expect([status, body.code, body.detail]).toEqual([
      409,
      'conflict',
      '443/tcp https from Store to Vault is already approved by local operator.',
    ]);
  });

  it.each([
    ['a zone that is not there', { targetZoneId: 9 }, 'targetZoneId'],
    ['a protocol that is none', { protocol: 'tpc' }, 'protocol'],
    ['a port for a protocol without ports', { protocol: 'icmp' }, 'port'],
    ['no business need', { businessNeed: ' ' }, 'businessNeed'],
  ])('are refused with %s', async (_, change, field) => {
    const { status, body } = await call('POST', '/api/approvals', { ...draft, ...change });
    expect([status, Object.keys(body.fields as object)]).toEqual([400, [field]]);
  });

  it('go with their zone', async () => {
    await call('POST', '/api/approvals', draft);
    await call('DELETE', '/api/zones/2');
    expect((await call('GET', '/api/approvals')).body).toEqual({ approvals: [] });
  });
});
