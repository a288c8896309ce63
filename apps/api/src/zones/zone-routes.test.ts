import type { HostList, Zone, ZonePreview } from '@scopemap/contract';
import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();
beforeEach(() => emptyDatabase(db));

const vault = { name: 'Vault', claim: 'cde', description: 'card data', prefixes: ['10.1.0.0/24', '2001:DB8::/32'] };

describe('zones', () => {
  it('are created, listed with their hosts, changed and deleted; hosts stay', async () => {
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 443 });
    const created = await call('POST', '/api/zones', vault);
    expect(created).toEqual({
      status: 200,
      body: { ...vault, id: 1, prefixes: ['10.1.0.0/24', '2001:db8::/32'], hostCount: 1 },
    });
    expect((await call('GET', '/api/zones')).body).toMatchObject({
      zones: [{ id: 1, hostCount: 1 }],
      unassignedHosts: 1,
    });
    const patched = await call('PATCH', '/api/zones/1', { prefixes: ['10.0.0.0/8', '10.0.0.0/8'], claim: 'connected' });
    expect(patched.body).toMatchObject({ name: 'Vault', claim: 'connected', prefixes: ['10.0.0.0/8'], hostCount: 2 });
    expect((await call('PATCH', '/api/zones/1', {})).body).toMatchObject({ prefixes: ['10.0.0.0/8'] });
    expect(await call('DELETE', '/api/zones/1')).toEqual({ status: 200, body: {} });
    expect((await call('GET', '/api/zones')).body).toEqual({ zones: [], unassignedHosts: 2 });
  });

  it.each([
    ['the same name', { ...vault, prefixes: [] }, 'name', 'A zone named "Vault" already exists.'],
    [
      'the same name in other letters',
      { ...vault, name: ' VAULT ', prefixes: [] },
      'name',
      'A zone named "Vault" already exists.',
    ],
    [
      'the same prefix',
      { ...vault, name: 'B', prefixes: ['10.9.0.0/16', '2001:db8:0::/32'] },
      'prefixes',
      'The prefix 2001:db8::/32 already belongs to the zone "Vault".',
    ],
  ])('are refused with %s, and nothing is written', async (_, draft, field, message) => {
    await call('POST', '/api/zones', vault);
    const { status, body } = await call('POST', '/api/zones', draft);
    expect([status, body.code, body.fields]).toEqual([409, 'conflict', { [field]: message }]);
    expect((await call<{ zones: [] }>('GET', '/api/zones')).body.zones).toHaveLength(1);
  });

  it('may lie inside one another', async () => {
    await call('POST', '/api/zones', vault);
    expect((await call('POST', '/api/zones', { ...vault, name: 'Wide', prefixes: ['10.1.0.0/16'] })).status).toBe(200);
  });

  it('keep their own name and prefixes when they are changed', async () => {
    await call('POST', '/api/zones', vault);
    await call('POST', '/api/zones', { ...vault, name: 'B', prefixes: ['10.3.0.0/16'] });
    expect((await call('PATCH', '/api/zones/1', vault)).status).toBe(200);
    const { status, body } = await call('PATCH', '/api/zones/2', { prefixes: ['10.1.0.0/24'] });
    expect([status, body.detail]).toEqual([409, 'The prefix 10.1.0.0/24 already belongs to the zone "Vault".']);
    expect((await call('GET', '/api/zones')).body).toMatchObject({
      zones: [{ name: 'B', prefixes: ['10.3.0.0/16'] }, {}],
    });
  });

  it('are written one after the other: of two with the same prefix one wins', async () => {
    const answers = await Promise.all(['A', 'B', 'C'].map((name) => call('POST', '/api/zones', { ...vault, name })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
  });
});

describe('the preview of a zone', () => {
  const preview = (body: object) => call<ZonePreview>('POST', '/api/zones/preview', body);
  const zone = { name: 'Office', claim: 'out-of-scope', prefixes: ['10.2.0.0/16'] };

  beforeEach(async () => {
    await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
    await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 443 });
    await seedRelationship(db, { client: '10.2.0.2', server: '10.3.0.9', port: 443 });
  });

  it('says which hosts and categories would move, and that is what then happens', async () => {
    const { body } = await preview({ id: null, zone, categories: true });
    expect(body).toMatchObject({
      hosts: 2,
      moves: [{ from: null, to: 'Office', hosts: 2 }],
      sample: [{ address: '10.2.0.1' }, { address: '10.2.0.2' }],
    });
    expect((await call<{ zones: Zone[] }>('GET', '/api/zones')).body.zones).toHaveLength(1);
    await call('POST', '/api/zones', zone);
    await classify();
    const { hosts } = (await call<HostList>('GET', '/api/hosts')).body;
    const counts: Record<string, number> = {};
    for (const { category } of hosts) counts[category] = (counts[category] ?? 0) + 1;
    expect(body.categories?.after).toEqual(counts);
  });

  it.each<[string, object, object, string]>([
    ['another claim', { claim: 'external' }, { hosts: 0, moves: [] }, 'CDE_CONTAMINATED'],
    ['other networks', { prefixes: ['10.3.0.0/16'] }, { hosts: 2 }, 'CDE_CONTAMINATED'],
  ])('of %s', async (_, change, expected, leaves) => {
    const vault = { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'], ...change };
    const { body } = await preview({ id: 1, zone: vault, categories: true });
    expect(body).toMatchObject(expected);
    expect(body.categories?.moved.map((move) => move.from)).toContain(leaves);
  });

  it('of a removal, that it has happened to', async () => {
    const { body } = await preview({ id: 1, zone: null, categories: true });
    expect(body).toMatchObject({ hosts: 1, moves: [{ from: 'Vault', to: null, hosts: 1 }] });
    expect(body.categories?.moved.map(({ system, from }) => [system.name, from])).toContainEqual([
      '10.1.0.5',
      'CDE_CONTAMINATED',
    ]);
  });

  it('refuses what could not be written', async () => {
    const taken = await preview({ id: null, zone: { ...zone, prefixes: ['10.1.0.0/16'] } });
    expect([taken.status, Object.keys((taken.body as unknown as { fields: object }).fields)]).toEqual([
      409,
      ['prefixes'],
    ]);
    expect((await preview({ id: 77, zone })).status).toBe(404);
  });
});
