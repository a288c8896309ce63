import { emptyDatabase, seededHost, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();
const why = { reason: 'because of a test' };
const runs = async () =>
  (await call<{ runs: { id: number; moved: number; counts: object }[] }>('GET', '/api/scope/runs')).body.runs;
const host = async (address: string) =>
  (
    await call<{ category: string; classification: Record<string, unknown> }>(
      'GET',
      `/api/hosts/${await seededHost(db, address)}`,
    )
  ).body;

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.9', port: 443 });
  await seedRelationship(db, { client: '10.3.0.1', server: '10.3.0.2', port: 443 });
});

describe('hosts', () => {
  it('are undetermined before the first run, whatever is claimed, and say so', async () => {
    expect(await host('10.1.0.9')).toMatchObject({
      category: 'UNDETERMINED',
      classification: { inScope: true, since: null, reasons: [{ code: 'not-classified' }] },
    });
    expect((await call<{ hosts: object[] }>('GET', '/api/hosts')).body.hosts).toMatchObject([
      { category: 'UNDETERMINED' },
      { category: 'UNDETERMINED' },
      { category: 'UNDETERMINED' },
      { category: 'UNDETERMINED' },
    ]);
  });

  it('have the category of the latest run in every view, with reasons that name and link their facts', async () => {
    await classify();
    const { category, classification } = await host('10.2.0.1');
    expect(category).toBe('CONNECTED');
    expect(classification).toMatchObject({ category: 'CONNECTED', inScope: true, initiator: 'in', system: '10.2.0.1' });
    const facts = (classification.reasons as { category: string | null; facts: object[] }[])
      .filter((reason) => reason.category === 'CONNECTED')
      .flatMap((reason) => reason.facts);
    expect(facts).toContainEqual({
      kind: 'contact',
      id: 'contact-1',
      name: '10.2.0.1 → 10.1.0.9 443/tcp',
      hostId: await seededHost(db, '10.2.0.1'),
    });
    expect((await host('10.3.0.1')).classification.missing).not.toEqual([]);
    const { body } = await call<{ hosts: { address: string; category: string }[] }>('GET', '/api/graph');
    expect(Object.fromEntries(body.hosts.map((row) => [row.address, row.category]))).toEqual({
      '10.1.0.9': expect.stringMatching(/^CDE/),
      '10.2.0.1': 'CONNECTED',
      '10.3.0.1': 'UNDETERMINED',
      '10.3.0.2': 'UNDETERMINED',
    });
  });

  it('keep a history of their moves, each with its reason', async () => {
    await classify();
    await call('POST', '/api/tags', {
      subject: { kind: 'asset', id: '10.3.0.2' },
      statement: { kind: 'account-data', stores: true, processes: false, transmits: false },
      ...why,
    });
    await classify();
    expect((await host('10.3.0.2')).classification).toMatchObject({
      category: 'CDE_CHD',
      history: [{ before: 'UNDETERMINED', after: 'CDE_CHD', reason: expect.stringMatching(/.{10}/) }],
    });
    expect((await host('10.2.0.1')).classification.history).toEqual([]);
    const [latest] = await runs();
    expect(latest?.moved).toBeGreaterThanOrEqual(2);
  });
});

describe('runs', () => {
  it('are stored once for the same facts', async () => {
    await classify();
    await classify();
    const found = await runs();
    expect(found).toMatchObject([{ id: 1, moved: 0, contacts: 2, modelVersion: '1.2.3' }]);
    await seedRelationship(db, { client: '10.4.0.1', server: '10.1.0.9', port: 443 });
    await classify();
    expect((await runs()).map(({ id }) => id)).toEqual([2, 1]);
  });

  it('give items and coverage', async () => {
    await call('POST', '/api/zones', { name: 'Office', claim: 'out-of-scope', prefixes: ['10.2.0.0/16'] });
    await classify();
    const { body } = await call<{
      items: { code: string; subject: { name: string }; facts: object[] }[];
      total: number;
    }>('GET', '/api/scope/items?limit=1');
    expect(body.total).toBeGreaterThan(0);
    expect(body.items).toHaveLength(1);
    const [item] = body.items;
    const { body: same } = await call<{ items: { code: string }[] }>('GET', `/api/scope/items?code=${item?.code}`);
    expect(new Set(same.items.map(({ code }) => code))).toEqual(new Set([item?.code]));
    const coverage = await call('GET', '/api/scope/coverage');
    expect(coverage.body).toMatchObject({
      boundaries: [{ between: [{ name: 'Vault' }, { name: 'Office' }], grade: 'none' }],
    });
  });
});
