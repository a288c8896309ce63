import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();

it('says where exporters send to, and that nothing came yet', async () => {
  await emptyDatabase(db);
  expect(await call('GET', '/api/status')).toEqual({
    status: 200,
    body: {
      product: 'Scopemap',
      version: '1.2.3',
      flowPorts: [2055, 4739],
      dataFolder: '/data',
      empty: true,
      collector: 'running',
    },
  });
  await seedRelationship(db, { client: '10.0.0.1', server: '10.0.0.2', port: 1 });
  expect((await call('GET', '/api/status')).body.empty).toBe(false);
});
