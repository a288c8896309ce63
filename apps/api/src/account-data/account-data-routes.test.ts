import type { AccountDataMark, HostDetail } from '@scopemap/contract';
import { seedRelationship } from '@scopemap/database/testing';
import { describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();
for (const port of [443, 8443])
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.5.9', port, days: ['2026-10-01'] });
const ids = (await db.selectFrom('relationship').select('id').orderBy('id').execute()).map(({ id }) => id);

const draft = {
  relationshipIds: ids,
  flow: 'Card payment',
  step: 1,
  stages: ['authorisation'],
  channels: ['e-commerce'],
  encryption: 'TLS 1.3',
  elements: ['PAN'],
  reason: 'Data flow review',
};
const mark = (more: object = {}) =>
  call<{ marked: number; detail: string }>('POST', '/api/account-data', { ...draft, ...more });
const marks = async () => (await call<{ marks: AccountDataMark[] }>('GET', '/api/account-data')).body.marks;

describe('relationships that carry account data', () => {
  it('are marked together, listed, and put both ends into the CDE', async () => {
    expect((await mark()).body).toEqual({ marked: 2 });
    expect(await marks()).toMatchObject([
      {
        relationshipId: ids[0],
        flow: 'Card payment',
        client: '10.2.0.1',
        server: '10.1.5.9',
        service: '443/tcp https',
      },
      { relationshipId: ids[1], step: 1, stages: ['authorisation'], encryption: 'TLS 1.3' },
    ]);
    await classify();
    const hosts = (await call<{ hosts: HostDetail[] }>('GET', '/api/hosts')).body.hosts;
    expect(hosts.map(({ category }) => category)).toEqual(['CDE_CHD', 'CDE_CHD']);
  });

  it('are no longer when the statement is taken back', async () => {
    for (const { id } of await marks()) await call('POST', `/api/tags/${id}/end`, { reason: 'Was wrong' });
    expect(await marks()).toEqual([]);
  });

  it.each([
    ['a relationship that is not there', { relationshipIds: [ids[0], '99999'] }],
    ['no relationship', { relationshipIds: [] }],
    ['a name of spaces', { flow: ' ' }],
    ['an unknown stage', { stages: ['theft'] }],
    ['a time that has passed', { until: '2020-01-01T00:00:00Z' }],
  ])('are refused for %s, all of them', async (_, more) => {
    expect((await mark(more)).status).toBe(400);
    expect(await marks()).toEqual([]);
  });
});
