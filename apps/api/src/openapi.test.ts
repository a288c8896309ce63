import { endpoints, otherRoutes } from '@scopemap/contract';
import { expect, it } from 'vitest';
import { testApi } from './testing/test-api.ts';

const { call } = await testApi();

it('describes every endpoint of the contract, uploads, files and the events', async () => {
  const { body } = await call<{ openapi: string; paths: Record<string, Record<string, { operationId: string }>> }>(
    'GET',
    '/api/openapi.json',
  );
  expect(body.openapi).toMatch(/^3\.1/);
  const described = Object.values(body.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  expect(described.sort()).toEqual(
    [...Object.keys(endpoints), ...Object.keys(otherRoutes).filter((name) => name !== 'openApi')].sort(),
  );
  for (const [name, { method, path }] of Object.entries(endpoints)) {
    const operation = body.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(operation, name).toMatchObject({ operationId: name, responses: { 200: {}, default: {} } });
  }
});

it('describes prefixes and days as text', async () => {
  const { body } = await call<{ paths: Record<string, Record<string, unknown>> }>('GET', '/api/openapi.json');
  expect(body.paths['/api/zones']?.post).toMatchObject({
    requestBody: {
      content: { 'application/json': { schema: { properties: { prefixes: { items: { type: 'string' } } } } } },
    },
  });
});
