import type { Graph, HostDetail, HostList } from '@scopemap/contract';
import { emptyDatabase, seededHost, seedRelationship } from '@scopemap/database/testing';
import { SCOPE_CLAIMS } from '@scopemap/scope-model';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 1433 });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.3.0.1', protocol: 17, port: 53 });
  await seedRelationship(db, { client: '10.3.0.2', server: '10.3.0.1', protocol: 17, port: 53 });
  await classify();
});

const detail = async (id: number) => (await call<HostDetail>('GET', `/api/hosts/${id}`)).body;

describe('hosts', () => {
  it('are listed with services, peers and the worst status, what needs a person first', async () => {
    const { body } = await call<HostList>('GET', '/api/hosts');
    expect(body.total).toBe(4);
    expect(
      body.hosts.map(({ address, category, status, services, peers, zoneName }) => [
        address,
        zoneName,
        category,
        status,
        services,
        peers,
      ]),
    ).toEqual([
      ['10.1.0.5', 'Vault', 'CDE_CONTAMINATED', 'unreviewed', 1, 1],
      ['10.2.0.1', null, 'CONNECTED', 'unreviewed', 0, 2],
      ['10.3.0.1', null, 'UNDETERMINED', 'ordinary', 1, 2],
      ['10.3.0.2', null, 'UNDETERMINED', 'ordinary', 0, 1],
    ]);
  });

  it('come in pages and under the same filter as the graph', async () => {
    const second = await call<HostList>('GET', '/api/hosts?limit=1&offset=1');
    expect([second.body.total, second.body.hosts.map((host) => host.address)]).toEqual([4, ['10.2.0.1']]);
    const filtered = await call<HostList>('GET', '/api/hosts?service=dns&host=10.3.0.0/24');
    expect(filtered.body.total).toBe(3);
  });

  it('show why they have their category', async () => {
    const id = await seededHost(db, '10.2.0.1');
    const { body } = await call<HostDetail>('GET', `/api/hosts/${id}`);
    expect(body).toMatchObject({ address: '10.2.0.1', category: 'CONNECTED', peers: 2, claims: [] });
    expect(body.classification).toMatchObject({
      category: 'CONNECTED',
      inScope: true,
      conflict: false,
      initiator: 'in',
      reasons: [
        { rule: 'R5', category: 'CONNECTED', facts: [{ kind: 'contact', name: '10.2.0.1 → 10.1.0.5 1433/tcp' }] },
      ],
    });
  });

  it('keep every claim; the newest holds', async () => {
    const id = await seededHost(db, '10.3.0.2');
    await call('POST', `/api/hosts/${id}/claims`, { claim: 'connected', reason: 'first thought' });
    const { body } = await call<HostDetail>('POST', `/api/hosts/${id}/claims`, {
      claim: 'out-of-scope',
      reason: 'second thought',
    });
    expect(body.claims.map(({ claim, closedAt }) => [claim, closedAt === null])).toEqual([
      ['out-of-scope', true],
      ['connected', false],
    ]);
    await classify();
    const { classification } = await detail(id);
    expect(classification).toMatchObject({ category: 'UNDETERMINED', conflict: false });
    expect(classification.missing).toMatchObject([{ code: 'place', about: [{ kind: 'asset', hostId: id }] }]);
  });

  it('take claims at the same time one after the other', async () => {
    const id = await seededHost(db, '10.3.0.2');
    const claims = ['cde', 'connected', 'external'].map((claim) =>
      call('POST', `/api/hosts/${id}/claims`, { claim, reason: 'at once' }),
    );
    expect((await Promise.all(claims)).map((answer) => answer.status)).toEqual([200, 200, 200]);
    const { body } = await call<HostDetail>('GET', `/api/hosts/${id}`);
    expect(body.claims.filter((claim) => claim.closedAt === null)).toHaveLength(1);
  });

  it('turn a claim against traffic into a conflict and a violation', async () => {
    const id = await seededHost(db, '10.2.0.1');
    await call<HostDetail>('POST', `/api/hosts/${id}/claims`, { claim: 'out-of-scope', reason: 'the owner says so' });
    await classify();
    expect(await detail(id)).toMatchObject({ category: 'CONNECTED', conflict: true, status: 'violation' });
  });

  it('take the name that a person gives over every other', async () => {
    const id = await seededHost(db, '10.2.0.1');
    await db.insertInto('host_name').values({ host_id: id, source: 'import', name: 'srv-1' }).execute();
    expect((await call<HostDetail>('GET', `/api/hosts/${id}`)).body.name).toBe('srv-1');
    expect((await call<HostDetail>('PUT', `/api/hosts/${id}/name`, { name: 'till' })).body.name).toBe('till');
    expect((await call<HostDetail>('PUT', `/api/hosts/${id}/name`, { name: 'till 2' })).body.name).toBe('till 2');
  });

  it('have the same category in the graph, the list and the detail, for every pair of claims', async () => {
    const id = await seededHost(db, '10.2.0.1');
    await call('POST', '/api/zones', { name: 'Other', claim: 'undetermined', prefixes: ['10.2.0.0/24'] });
    for (const zoneClaim of SCOPE_CLAIMS) {
      await call('PATCH', '/api/zones/2', { claim: zoneClaim });
      for (const claim of SCOPE_CLAIMS) {
        await call<HostDetail>('POST', `/api/hosts/${id}/claims`, { claim, reason: 'all pairs' });
        await classify();
        const body = await detail(id);
        const listed = (await call<HostList>('GET', '/api/hosts')).body.hosts.find((host) => host.id === id);
        const drawn = (await call<Graph>('GET', '/api/graph')).body.hosts.find((host) => host.id === id);
        for (const seen of [listed, drawn]) {
          expect(seen, `${claim} in ${zoneClaim}`).toMatchObject({
            category: body.category,
            conflict: body.conflict,
            status: body.status,
          });
        }
      }
    }
  });
});
