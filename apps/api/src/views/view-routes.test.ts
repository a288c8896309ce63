import { saveView } from '@scopemap/database';
import { emptyDatabase } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { db, call } = await testApi();
const DRAFT = { name: 'Into the CDE', path: '/map', search: '?q=dst.cat:cde&level=zones', shared: true };
const names = async () =>
  (await call<{ views: { name: string; own: boolean }[] }>('GET', '/api/views')).body.views.map(
    ({ name, own }) => `${name}${own ? '' : ' (of somebody else)'}`,
  );
beforeEach(() => emptyDatabase(db));

describe('saved views', () => {
  it('are listed by name with what the URL says, and can be ended', async () => {
    const { body } = await call<{ id: string }>('POST', '/api/views', DRAFT);
    expect(body).toMatchObject({ ...DRAFT, own: true });
    await call('POST', '/api/views', { ...DRAFT, name: 'all', search: '' });
    expect(await names()).toEqual(['all', 'Into the CDE']);
    expect((await call('DELETE', `/api/views/${body.id}`)).status).toBe(200);
    expect(await names()).toEqual(['all']);
    expect((await call('DELETE', `/api/views/${body.id}`)).status).toBe(404);
  });

  it('of others are seen when shared, and nobody else ends them', async () => {
    const theirs = { ...DRAFT, id: '0a1b2c3d-0000-4000-8000-000000000001' };
    const by = { author: 'somebody', origin: 'test' };
    await saveView(db, theirs, by);
    await saveView(db, { ...theirs, id: '0a1b2c3d-0000-4000-8000-000000000002', name: 'own', shared: false }, by);
    expect(await names()).toEqual(['Into the CDE (of somebody else)']);
    expect((await call('DELETE', `/api/views/${theirs.id}`)).status).toBe(404);
  });

  it('have one name each for a person, whatever its case; ended ones do not count', async () => {
    const { body } = await call<{ id: string }>('POST', '/api/views', DRAFT);
    const again = await call('POST', '/api/views', { ...DRAFT, name: 'into the cde' });
    expect(again).toMatchObject({ status: 400, body: { fields: { name: 'you have a view of this name already' } } });
    await call('DELETE', `/api/views/${body.id}`);
    expect((await call('POST', '/api/views', DRAFT)).status).toBe(200);
  });

  it.each([
    { ...DRAFT, name: ' ' },
    { ...DRAFT, path: 'https://elsewhere.example' },
    { ...DRAFT, path: '//elsewhere.example' },
    { ...DRAFT, search: 'q=1' },
    { ...DRAFT, search: '?q=1#there' },
  ])('refuses %j', async (draft) => {
    expect((await call('POST', '/api/views', draft)).status).toBe(400);
  });
});
