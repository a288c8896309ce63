import type { ScopePlan, WhatIfResult } from '@scopemap/contract';
import { emptyDatabase, seededHost, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/16'] });
  await call('POST', '/api/zones', { name: 'Office', claim: 'undetermined', prefixes: ['10.2.0.0/16'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.9', port: 443, flows: 7 });
  await seedRelationship(db, { client: '10.2.0.2', server: '10.2.0.1', port: 443 });
});

const whatIf = (...changes: object[]) => call<WhatIfResult>('POST', '/api/scope/what-if', { changes });

describe('what if', () => {
  it('a contact ended: its client is no longer connected, and nothing is stored', async () => {
    await classify();
    const { status, body } = await whatIf({ kind: 'cut-contact', contact: 'contact-1' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      before: { CONNECTED: 1 },
      after: { UNDETERMINED: 2 },
      total: 1,
      moved: [
        {
          system: { kind: 'asset', id: '10.2.0.1', hostId: await seededHost(db, '10.2.0.1') },
          from: 'CONNECTED',
          to: 'UNDETERMINED',
        },
      ],
    });
    await classify();
    expect((await call<{ total: number }>('GET', '/api/scope/runs')).body.total).toBe(1);
    expect((await call<{ tags: [] }>('GET', '/api/tags')).body.tags).toEqual([]);
  });

  it('gives exactly the categories of the change when it is really made', async () => {
    const change = { statement: { kind: 'account-data', stores: true, processes: false, transmits: false } };
    const subject = { kind: 'asset', id: '10.2.0.2' };
    const { body } = await whatIf({ kind: 'add-tag', subject, ...change });
    await classify();
    await call('POST', '/api/tags', { subject, ...change, reason: 'found some' });
    await classify();
    const [latest] = (await call<{ runs: { counts: object }[] }>('GET', '/api/scope/runs')).body.runs;
    expect(latest?.counts).toEqual(body.after);
  });

  it.each([
    ['a contact that is not there', { kind: 'cut-contact', contact: 'contact-9' }, 'changes.1'],
    [
      'a zone that is not there',
      { kind: 'move-asset', asset: '10.2.0.1', to: { kind: 'zone', id: 'zone-9' } },
      'changes.1',
    ],
    [
      'a prefix with host bits',
      { kind: 'move-prefix', prefix: '10.2.0.1/16', to: { kind: 'zone', id: 'zone-1' } },
      'changes.1.prefix',
    ],
  ])('is refused with %s, and says which change', async (_, change, field) => {
    const { status, body } = await call('POST', '/api/scope/what-if', {
      changes: [{ kind: 'cut-contact', contact: 'contact-1' }, change],
    });
    expect([status, Object.keys(body.fields as object)]).toEqual([400, [field]]);
  });
});

describe('the plan', () => {
  it('names the contacts to end, what leaves with them and when they were last seen', async () => {
    const { body } = await call<ScopePlan>('GET', '/api/scope/plan');
    expect(body.now.byConnection).toBeGreaterThanOrEqual(1);
    const [first] = body.steps;
    expect(first).toMatchObject({
      decisions: [{ kind: 'contact', id: 'contact-1', name: '10.2.0.1 → 10.1.0.9 443/tcp', flows: 7 }],
      leavesConnected: [{ id: '10.2.0.1' }],
      leavesScope: [],
    });
    const { body: then } = await whatIf(...(first?.changes ?? []));
    expect(then.moved.map(({ system }) => system.id)).toEqual(first?.leavesConnected.map(({ id }) => id));
  });
});
