import { Problem } from '@scopemap/contract';
import { connect } from '@scopemap/database';
import { describe, expect, it } from 'vitest';
import { buildApi } from './build-api.ts';
import type { EvidenceRunner } from './evidence/evidence-runner.ts';
import type { ScopeClassifier } from './scope/scope-classifier.ts';
import { testApi } from './testing/test-api.ts';

const { app, call } = await testApi();
const NO_EVIDENCE: EvidenceRunner = {
  takeSnapshot: () => Promise.reject(new Error('not asked')),
  startExport: () => Promise.reject(new Error('not asked')),
  cancelExport: async () => false,
  packFile: () => '',
  pseudonymFile: () => '',
  examine: () => Promise.reject(new Error('not asked')),
  compare: () => Promise.reject(new Error('not asked')),
  signingKey: () => Promise.reject(new Error('not asked')),
  close: async () => {},
};
const NOT_ASKED: ScopeClassifier = {
  explain: () => Promise.reject(new Error('not asked')),
  items: () => Promise.reject(new Error('not asked')),
  coverage: () => Promise.reject(new Error('not asked')),
  whatIf: () => Promise.reject(new Error('not asked')),
  whatIfZone: () => Promise.reject(new Error('not asked')),
  plan: () => Promise.reject(new Error('not asked')),
  suggestions: () => Promise.reject(new Error('not asked')),
  refresh: () => Promise.reject(new Error('not asked')),
  close: async () => {},
};
const zone = { name: 'A', claim: 'cde', prefixes: [] };

describe('problems', () => {
  it.each<[string, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string, object | undefined, number, string, string[]]>([
    ['an unknown path', 'GET', '/api/nothing', undefined, 404, 'not-found', []],
    ['the root of the API', 'GET', '/api', undefined, 404, 'not-found', []],
    ['a method that the path has not', 'DELETE', '/api/status', undefined, 404, 'not-found', []],
    ['an id that is none', 'GET', '/api/hosts/x', undefined, 400, 'invalid-request', ['id']],
    ['an id too large for the database', 'GET', '/api/hosts/99999999999', undefined, 400, 'invalid-request', ['id']],
    ['a malformed URL', 'GET', '/api/hosts/%ZZ', undefined, 400, 'invalid-request', []],
    ['an import id that is none', 'GET', '/api/imports/7', undefined, 400, 'invalid-request', ['id']],
    ['a day that does not exist', 'GET', '/api/graph?from=2026-02-30', undefined, 400, 'invalid-request', ['from']],
    [
      'a period that ends before it begins',
      'GET',
      '/api/graph?from=2026-02-02&to=2026-02-01',
      undefined,
      400,
      'invalid-request',
      ['to'],
    ],
    ['a zone that is no id', 'GET', '/api/graph?zone=x', undefined, 400, 'invalid-request', ['zone']],
    [
      'a service that nobody knows',
      'GET',
      '/api/graph?service=nonsense',
      undefined,
      400,
      'invalid-request',
      ['service'],
    ],
    ['a prefix with host bits', 'GET', '/api/graph?host=10.0.0.1/8', undefined, 400, 'invalid-request', ['host']],
    ['a status that nobody knows', 'GET', '/api/graph?status=fine', undefined, 400, 'invalid-request', ['status']],
    ['a page that is too long', 'GET', '/api/hosts?limit=100000', undefined, 400, 'invalid-request', ['limit']],
    ['a missing name', 'POST', '/api/zones', { claim: 'cde' }, 400, 'invalid-request', ['name']],
    [
      'a prefix in a list',
      'POST',
      '/api/zones',
      { ...zone, prefixes: ['10.0.0.0/8', '10.0.0.1/8'] },
      400,
      'invalid-request',
      ['prefixes.1'],
    ],
    [
      'two fields at once',
      'POST',
      '/api/zones',
      { ...zone, name: ' ', claim: 'x' },
      400,
      'invalid-request',
      ['claim', 'name'],
    ],
    [
      'a text that Postgres cannot hold',
      'POST',
      '/api/zones',
      { ...zone, name: 'a\u0000b' },
      400,
      'invalid-request',
      [],
    ],
    ['no body', 'POST', '/api/zones', undefined, 400, 'invalid-request', ['body']],
    [
      'a body that is too large',
      'POST',
      '/api/zones',
      { ...zone, description: 'x'.repeat(2_000_000) },
      413,
      'too-large',
      [],
    ],
    ['a host that is not there', 'GET', '/api/hosts/7', undefined, 404, 'not-found', []],
    [
      'a claim on a host that is not there',
      'POST',
      '/api/hosts/7/claims',
      { claim: 'cde', reason: 'why not' },
      404,
      'not-found',
      [],
    ],
    ['a name for a host that is not there', 'PUT', '/api/hosts/7/name', { name: 'x' }, 404, 'not-found', []],
    ['a zone that is not there', 'PATCH', '/api/zones/7', { name: 'x' }, 404, 'not-found', []],
    ['a zone to delete that is not there', 'DELETE', '/api/zones/7', undefined, 404, 'not-found', []],
    [
      'an import that is not there',
      'GET',
      '/api/imports/00000000-0000-4000-8000-000000000000',
      undefined,
      404,
      'not-found',
      [],
    ],
    ['an upload that is none', 'POST', '/api/imports', { file: 'x' }, 400, 'invalid-request', []],
  ])('%s', async (_, method, url, payload, status, code, fields) => {
    const answer = await app.inject({ method, url, ...(payload ? { payload } : {}) });
    const problem = Problem.parse(answer.json());
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect([answer.statusCode, problem.status, problem.code]).toEqual([status, status, code]);
    expect(Object.keys(problem.fields ?? {}).sort()).toEqual(fields);
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(problem.type).toBe(`urn:scopemap:problem:${code}`);
  });

  it('tells a broken JSON body apart from a wrong one', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/zones',
      headers: { 'content-type': 'application/json' },
      payload: '{"name":',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid-request']);
  });

  it('never takes the request id from the client', async () => {
    const answer = await app.inject({ url: '/api/nothing', headers: { 'request-id': 'mine', 'x-request-id': 'mine' } });
    expect(answer.json().requestId).not.toBe('mine');
  });

  it('says that the database is away, and lives on', async () => {
    const db = connect({ host: '127.0.0.1', port: 1, user: 'x', password: 'x', database: 'x' });
    const away = await buildApi({
      db,
      imports: { start: async () => '', startSample: async () => '', cancel: async () => false },
      status: { version: '1', flowPorts: [], dataFolder: null, collector: () => 'unknown' },
      events: { subscribe: () => () => {}, close: async () => {} },
      classifier: NOT_ASKED,
      evidence: NO_EVIDENCE,
    });
    for (const url of ['/api/status', '/api/graph']) {
      const answer = await away.inject({ url });
      expect([answer.statusCode, answer.json().code]).toEqual([503, 'unavailable']);
      expect(answer.body).not.toContain('127.0.0.1');
    }
    await away.close();
    await db.destroy();
  });

  it('does not tell what went wrong inside', async () => {
    await app.inject({ url: '/api/status' });
    const broken = await buildApi({
      db: {} as never,
      imports: { start: async () => '', startSample: async () => '', cancel: async () => false },
      status: { version: '1', flowPorts: [], dataFolder: null, collector: () => 'unknown' },
      events: { subscribe: () => () => {}, close: async () => {} },
      classifier: NOT_ASKED,
      evidence: NO_EVIDENCE,
    });
    const answer = await broken.inject({ url: '/api/status' });
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal']);
    expect(answer.body).not.toContain('selectFrom');
    await broken.close();
  });
});

describe('changes from another origin', () => {
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 404],
    [{ origin: 'https://evil.example', host: 'localhost:8080' }, 403],
    [{ origin: 'null', host: 'localhost:8080' }, 403],
    [{ origin: 'http://localhost:8080', host: 'localhost:8080' }, 404],
    [{}, 404],
  ])('%j: %d', async (headers, status) => {
    const answer = await app.inject({ method: 'DELETE', url: '/api/zones/999', headers });
    expect(answer.statusCode).toBe(status);
  });

  it('may still be read', async () => {
    const answer = await app.inject({ url: '/api/zones', headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.statusCode).toBe(200);
    expect(await call('GET', '/api/zones')).toEqual({ status: 200, body: { zones: [], unassignedHosts: 0 } });
  });
});
