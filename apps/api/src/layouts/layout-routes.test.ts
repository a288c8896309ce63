import { emptyDatabase } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
const body = { height: 120, kind: 'list', columns: 1, rows: 4, chipColumns: ['right'], slots: ['5', '7'] };
const stored = {
  version: 2,
  lanes: {
    cde: [{ id: 'zone-1', open: true, zonesHeight: 80, body }],
    connected: [],
    undetermined: [],
    'out-of-scope': [],
    external: [{ id: 'zone-2', open: false }],
  },
  routes: { 'zone-1>zone-2|443-6|approved': { '1': '(end)' } },
  levels: { hosts: { gutters: [80, 80, 106, 80], corridors: { '0': { 'zone-1': 12, '(end)': 12 } } } },
};
const put = (revision: number, layout: object = stored, rearranged = false) =>
  call('PUT', '/api/map/layout', { revision, layout, rearranged });
beforeEach(() => emptyDatabase(db));

describe('the layout of the map', () => {
  it('is none at first, then what was stored, as the layout function wrote it', async () => {
    expect((await call('GET', '/api/map/layout')).body).toEqual({ revision: 0, layout: null });
    expect((await put(0)).body).toEqual({ revision: 1 });
    expect((await call('GET', '/api/map/layout')).body).toEqual({ revision: 1, layout: stored });
    expect((await put(1)).body).toEqual({ revision: 2 });
  });

  it('refuses one that goes on from another than the stored one', async () => {
    await put(0);
    for (const revision of [0, 2]) expect((await put(revision)).status).toBe(409);
    expect((await call('GET', '/api/map/layout')).body).toMatchObject({ revision: 1 });
  });

  it('tells the audit who arranged everything anew, not that something was added', async () => {
    await put(0);
    await put(1, { ...stored, routes: {} }, true);
    const answer = await call<{ entries: { action: string }[] }>('GET', '/api/audit');
    expect(answer.body.entries.map(({ action }) => action)).toEqual(['map.rearrange']);
  });

  it.each([[{ ...stored, version: 1 }], [{ ...stored, more: 1 }], [{ ...stored, lanes: { cde: [] } }]])(
    'refuses what is no layout: %#',
    async (layout) => {
      expect((await put(0, layout)).status).toBe(400);
    },
  );
});
