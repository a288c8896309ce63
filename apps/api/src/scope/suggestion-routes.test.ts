import type { CategoryMove, ScopeRun, ScopeSuggestion } from '@scopemap/contract';
import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call, classify } = await testApi();

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.1.0.0/24'] });
  for (const client of ['10.1.0.5', '10.1.0.6', '10.1.0.7']) {
    await seedRelationship(db, { client, server: '10.3.0.1', protocol: 17, port: 53 });
    await seedRelationship(db, { client, server: '10.3.0.2', port: 389 });
  }
  await classify();
});

const suggestions = async () =>
  (await call<{ suggestions: ScopeSuggestion[]; total: number }>('GET', '/api/scope/suggestions')).body;

it('suggests what traffic shows, until somebody says it', async () => {
  const { suggestions: before, total } = await suggestions();
  expect(total).toBe(before.length);
  const dns = before.find(({ becomes }) => becomes.some(({ subject }) => subject.name === '10.3.0.1'));
  expect(dns).toMatchObject({
    code: 'role',
    becomes: [{ statement: { role: 'dns' } }, { statement: { kind: 'serves-cde' } }],
  });
  expect(dns?.evidence[0]?.name).toContain('10.3.0.1');
  for (const { subject, statement } of dns?.becomes ?? []) {
    const body = { subject: { kind: subject.kind, id: subject.id }, statement, reason: 'our resolver' };
    expect((await call('POST', '/api/tags', body)).status).toBe(200);
  }
  expect((await suggestions()).suggestions.map(({ id }) => id)).not.toContain(dns?.id);
});

it('tells which hosts moved in a run, and why', async () => {
  await call('PATCH', '/api/zones/1', { claim: 'external' });
  await classify();
  const [run] = (await call<{ runs: ScopeRun[] }>('GET', '/api/scope/runs')).body.runs;
  const path = `/api/scope/runs/${run?.id}/moves`;
  const { moves, total } = (await call<{ moves: CategoryMove[]; total: number }>('GET', path)).body;
  expect(total).toBe(run?.moved);
  expect(total).toBeGreaterThan(0);
  expect(moves[0]).toMatchObject({ address: '10.1.0.5', before: 'CDE_CONTAMINATED', after: 'EXTERNAL' });
  const { body } = await call<{ moves: CategoryMove[] }>('GET', `${path}?limit=1&offset=1`);
  expect(body.moves).toEqual(moves.slice(1, 2));
});
