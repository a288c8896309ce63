import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
const why = { reason: 'because of a test' };
const zones = ['zone-1', 'zone-2'];

/** Path, what is sent, where it is listed, and what must be listed. */
const RECORDS: readonly (readonly [string, object, string, object])[] = [
  [
    '/api/tags',
    { subject: { kind: 'asset', id: '2001:DB8::0:1' }, statement: { kind: 'role', role: 'dns' } },
    'tags',
    { subject: { kind: 'asset', id: '2001:db8::1' }, statement: { kind: 'role', role: 'dns' }, until: null },
  ],
  ['/api/segments', { name: 'Till LAN', zoneId: 1, prefixes: ['10.1.0.0/24'] }, 'segments', { zoneId: 1, vlan: null }],
  [
    '/api/third-parties',
    { name: 'Acquirer', attestation: { version: '4.0.1', at: '2026-01-01T00:00:00Z' } },
    'thirdParties',
    { name: 'Acquirer', attestation: { version: '4.0.1', at: '2026-01-01T00:00:00.000Z' } },
  ],
  [
    '/api/controls',
    { name: 'Edge', address: '10.0.0.254' },
    'controls',
    { boundaries: [], bindings: [], ruleSets: [] },
  ],
  [
    '/api/segmentation-tests',
    {
      source: 'zone-1',
      target: 'zone-2',
      testedAt: '2026-01-01T00:00:00Z',
      result: 'passed',
      tester: 'Red team',
      independent: true,
    },
    'tests',
    { source: 'zone-1', target: 'zone-2', result: 'passed' },
  ],
  [
    '/api/boundary-watches',
    { places: ['zone-2', 'zone-1'], exporterIds: [1], everyPath: true, directions: 'both' },
    'watches',
    { places: zones, exporterIds: [1], everyPath: true },
  ],
  ['/api/calendar-events', { name: 'Month end', happenedAt: '2026-01-31T00:00:00Z' }, 'events', { name: 'Month end' }],
];

beforeEach(async () => {
  await emptyDatabase(db);
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443 });
  for (const name of ['Store', 'Vault']) await call('POST', '/api/zones', { name, claim: 'cde' });
});

describe.each(RECORDS)('%s', (path, draft, list, stored) => {
  const listed = async (query = '') => (await call<Record<string, object[]>>('GET', path + query)).body[list];

  it('is added and taken back; the history keeps it, and the audit tells of both', async () => {
    expect(await call('POST', path, { ...draft, ...why })).toEqual({ status: 200, body: { id: 1 } });
    expect(await listed()).toMatchObject([{ ...stored, ...why, author: 'local operator', endedAt: null }]);
    expect((await call('POST', `${path}/1/end`, { reason: 'it was wrong' })).status).toBe(200);
    expect(await listed()).toEqual([]);
    expect(await listed('?history=true')).toMatchObject([{ endReason: 'it was wrong', endedBy: 'local operator' }]);
    expect((await call('POST', `${path}/1/end`, why)).status).toBe(409);
    expect((await call('POST', `${path}/2/end`, why)).status).toBe(404);
    const { body } = await call<{ entries: object[] }>('GET', '/api/audit?limit=2');
    expect(body.entries).toMatchObject([
      { action: expect.stringMatching(/\.end$/), reason: 'it was wrong', after: null, origin: 'api 127.0.0.1' },
      { action: expect.stringMatching(/\.add$/), reason: why.reason, before: null, author: 'local operator' },
    ]);
  });

  it('is refused without a reason, and nothing is written', async () => {
    const { status, body } = await call('POST', path, { ...draft, reason: ' ' });
    expect([status, Object.keys(body.fields as object)]).toEqual([400, ['reason']]);
    expect(await listed()).toEqual([]);
  });
});

describe('tags', () => {
  const asset = { kind: 'asset', id: '10.1.0.1' };
  it.each([
    ['a claim', { subject: asset, statement: { kind: 'claim', claim: 'cde' } }, 'statement.kind'],
    [
      'an address that is none',
      { subject: { kind: 'asset', id: 'x' }, statement: { kind: 'serves-cde' } },
      'subject.id',
    ],
    [
      'a role of a zone',
      { subject: { kind: 'zone', id: 'zone-1' }, statement: { kind: 'role', role: 'dns' } },
      'subject.kind',
    ],
    [
      'a zone that is not there',
      { subject: { kind: 'zone', id: 'zone-9' }, statement: { kind: 'no-account-data' } },
      'subject.id',
    ],
    [
      'a contact that is not there',
      { subject: { kind: 'contact', id: 'contact-9' }, statement: { kind: 'contact-retired' } },
      'subject.id',
    ],
    [
      'a target that is no address',
      { subject: asset, statement: { kind: 'manages', target: 'dc1' } },
      'statement.target',
    ],
    [
      'an unknown third party',
      { subject: asset, statement: { kind: 'third-party', party: 'party-3' } },
      'statement.party',
    ],
    [
      'an end that has passed',
      { subject: asset, statement: { kind: 'serves-cde' }, until: '2020-01-01T00:00:00Z' },
      'until',
    ],
  ])('are refused with %s', async (_, draft, field) => {
    const { status, body } = await call('POST', '/api/tags', { ...draft, ...why });
    expect([status, Object.keys(body.fields as object)]).toEqual([400, [field]]);
  });

  it('are found by subject and kind', async () => {
    await call('POST', '/api/tags', { subject: asset, statement: { kind: 'serves-cde' }, ...why });
    const retired = { subject: { kind: 'contact', id: 'contact-1' }, statement: { kind: 'contact-retired' } };
    expect((await call('POST', '/api/tags', { ...retired, ...why })).status).toBe(200);
    for (const [query, found] of [
      ['subject=10.1.0.1', 1],
      ['kind=contact-retired', 1],
      ['kind=role', 0],
    ] as const) {
      expect((await call<{ tags: [] }>('GET', `/api/tags?${query}`)).body.tags).toHaveLength(found);
    }
  });
});

describe('what is said of a zone', () => {
  it('ends with the zone and stays in the history', async () => {
    await call('POST', '/api/tags', {
      subject: { kind: 'zone', id: 'zone-2' },
      statement: { kind: 'cde-segment' },
      ...why,
    });
    await call('POST', '/api/controls', { name: 'Edge', ...why });
    expect((await call('POST', '/api/controls/1/boundaries', { places: zones, ...why })).status).toBe(200);
    expect((await call('POST', '/api/controls/1/boundaries', { places: ['zone-2', 'zone-1'], ...why })).status).toBe(
      409,
    );
    const binding = { list: 'OUT', source: 'zone-1', target: 'zone-2', ...why };
    expect((await call('POST', '/api/controls/1/rule-bindings', binding)).status).toBe(200);
    await call('DELETE', '/api/zones/2');
    const { body } = await call('GET', '/api/controls');
    expect(body).toMatchObject({ controls: [{ name: 'Edge', boundaries: [], bindings: [] }] });
    expect((await call('GET', '/api/tags')).body).toEqual({ tags: [] });
    const history = await call('GET', '/api/tags?history=true');
    expect(history.body).toMatchObject({ tags: [{ endReason: 'the zone Vault was removed' }] });
  });
});

describe('controls', () => {
  it.each([
    ['a control that is not there', '/api/controls/9/boundaries', { places: zones }, 404],
    ['a zone that is not there', '/api/controls/1/boundaries', { places: ['zone-1', 'zone-9'] }, 400],
    ['the same place twice', '/api/controls/1/boundaries', { places: ['zone-1', 'zone-1'] }, 400],
    ['a name that is taken', '/api/controls', { name: 'EDGE' }, 409],
  ])('are refused with %s', async (_, path, draft, status) => {
    await call('POST', '/api/controls', { name: 'Edge', ...why });
    expect((await call('POST', path, { ...draft, ...why })).status).toBe(status);
  });
});

describe('scope settings', () => {
  it('have defaults, are set, and keep what was set before', async () => {
    expect((await call('GET', '/api/scope/settings')).body).toMatchObject({ entityKind: 'merchant', setBy: null });
    const values = { entityName: 'Shop', entityKind: 'service-provider', periodDays: 30 };
    for (const periodDays of [10, 30]) await call('PUT', '/api/scope/settings', { ...values, periodDays, ...why });
    const { body } = await call('GET', '/api/scope/settings');
    expect(body).toMatchObject({ ...values, setBy: { id: 2, author: 'local operator' } });
  });
});
