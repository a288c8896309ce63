import type { PathStep, ScopePath } from '@scopemap/contract';
import { emptyDatabase, seededHost, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();
const pathOf = async (address: string) =>
  (await call<ScopePath>('GET', `/api/hosts/${await seededHost(db, address)}/path`)).body;
const words = (step: PathStep) =>
  step.kind === 'contact'
    ? `${step.near.address} – ${step.far.address} ${step.relationship.service}`
    : `${step.system.name} ${step.reason.rule} ${step.reason.code}`;

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
  await call('POST', '/api/zones', { name: 'Office', claim: 'out-of-scope', prefixes: ['10.2.0.0/24'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 5432, flows: 41 });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.6', port: 5432, flows: 2 });
  await seedRelationship(db, { client: '10.2.0.9', server: '10.2.0.1', port: 22 });
});

describe('the path of a host', () => {
  it('goes over the contact that shows most to the ground of what it reaches', async () => {
    await classify();
    const path = await pathOf('10.2.0.1');
    expect(path).toMatchObject({ category: 'CONNECTED', inScope: true, rule: 'R5', hops: 1, tests: [] });
    expect(path.steps.map(words)).toEqual(['10.2.0.1 – 10.1.0.5 5432/tcp postgres', '10.1.0.5 R3 same-segment']);
    expect(path.steps[0]).toMatchObject({ kind: 'contact', others: 1, coverage: { grade: 'none' } });
    expect(path.steps[0]).toHaveProperty(['coverage', 'shortfalls', 0]);
  });

  it('takes two hops where a way into the CDE is used', async () => {
    const jump = await seededHost(db, '10.2.0.1');
    await call('POST', '/api/tags', {
      subject: { kind: 'asset', id: '10.2.0.1' },
      statement: { kind: 'role', role: 'jump' },
      reason: 'the way in',
    });
    expect(jump).toBeGreaterThan(0);
    await classify();
    const path = await pathOf('10.2.0.9');
    expect(path).toMatchObject({ category: 'CONNECTED_INDIRECT', rule: 'R6', hops: 2 });
    expect(path.steps.map(words)).toEqual([
      '10.2.0.9 – 10.2.0.1 22/tcp ssh',
      '10.2.0.1 R4 service-used-by-cde',
      '10.2.0.1 – 10.1.0.5 5432/tcp postgres',
      '10.1.0.5 R3 same-segment',
    ]);
  });

  it('of an undetermined host is no way, but what became of the four tests', async () => {
    await classify();
    const path = await pathOf('10.2.0.9');
    expect(path).toMatchObject({ category: 'UNDETERMINED', inScope: true, steps: [], hops: 0 });
    expect(path.tests.map(({ test, passed }) => [test, passed])).toEqual([
      ['no-contact', false],
      ['denied', false],
      ['tested', false],
      ['justified', false],
    ]);
    expect(path.tests[2]?.missing[0]?.text).toMatch(/^A segmentation test from Office to Vault/);
  });

  it('names no rule before anything is classified, and no host that does not exist', async () => {
    expect(await pathOf('10.2.0.1')).toMatchObject({ category: 'UNDETERMINED', inScope: true, rule: null, steps: [] });
    expect((await call('GET', '/api/hosts/999/path')).status).toBe(404);
  });
});
