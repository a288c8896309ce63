import { access, accessOf, endpoints, otherRoutes, ROLES } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';
import { demandAccessRow } from './demand-access-row.ts';

const { app } = await testApi();
const declared = Object.entries({ ...endpoints, ...otherRoutes });

describe('the table of who may call what', () => {
  it('holds a line for each route of the contract and nothing else', () => {
    expect(Object.keys(access).sort()).toEqual(declared.map(([name]) => name).sort());
  });

  it.each(declared)('%s is a route of the server', (_, { method, path }) => {
    expect(app.hasRoute({ method, url: path })).toBe(true);
  });

  it('shuts nobody with every right out, and gives no route to nobody', () => {
    for (const who of Object.values(access).filter((each) => typeof each !== 'string')) {
      expect(who).toContain('admin');
      expect(ROLES).toEqual(expect.arrayContaining([...who]));
    }
  });

  it('is asked for the path as it is declared', () => {
    expect(accessOf('HEAD', '/api/hosts/:id')).toBe(access.host);
    expect(accessOf('GET', '/api/hosts/7')).toBeUndefined();
  });

  it('refuses a route without a line', () => {
    expect(() => demandAccessRow({ method: 'GET', url: '/api/everything', handler: async () => null })).toThrow(
      /GET \/api\/everything/,
    );
  });
});
