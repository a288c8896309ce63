import { randomBytes } from 'node:crypto';
import { access, endpoints, otherRoutes, ROLES, type Role, type RouteName } from '@scopemap/contract';
import { describe, expect, it } from 'vitest';
import { join, joinAs, type TestPerson, testBrowser } from '../testing/people.ts';
import { testApi } from '../testing/test-api.ts';
import { openSetUpLink } from './first-link.ts';

let time = Date.parse('2026-11-24T12:00:00Z');
const now = () => new Date(time);
const accounts = { key: randomBytes(32), now, attemptsPerMinute: 100_000 };
const { app, db } = await testApi({ accounts });
const admin = await join(app, (await openSetUpLink(db, now())) as string, now, { login: 'root' });
const people = { admin } as Record<Role, TestPerson>;
for (const role of ROLES) if (role !== 'admin') people[role] = await joinAs(app, admin, role, now);

const routes = Object.entries({ ...endpoints, ...otherRoutes }) as [RouteName, { method: string; path: string }][];
/** Nothing here exists, and bodies are missing: a request that is let through changes nothing. */
const urlOf = (path: string) =>
  path.replace(':kind', 'zones').replace(/:\w+/g, (part) => (part === ':port' ? '443' : 'no-such-thing'));
/** They would end what the test needs, or never end. */
const ENDS = new Set<RouteName>(['signOut', 'events']);

const refused = (status: number) => status === 401 || status === 403;

describe.each(routes.filter(([name]) => !ENDS.has(name)))('%s', (name, { method, path }) => {
  const who = access[name];
  const url = urlOf(path);

  it('is closed to nobody in particular, unless it is public', async () => {
    const { statusCode } = await testBrowser(app).send(method, url);
    if (who === 'public') expect(statusCode).not.toBe(403);
    else expect(statusCode).toBe(401);
  });

  it('is closed to a session that is over', async () => {
    const stranger = testBrowser(app);
    stranger.cookies.set('scopemap', randomBytes(32).toString('base64url'));
    const { statusCode } = await stranger.send(method, url);
    if (who !== 'public') expect(statusCode).toBe(401);
    const over = testBrowser(app);
    for (const [key, value] of people.operator.cookies) over.cookies.set(key, value);
    time += 16 * 60_000;
    const idle = await over.send(method, url);
    time -= 16 * 60_000;
    if (who !== 'public') expect(idle.statusCode).toBe(401);
  });

  it.each(ROLES)('knows what %s may', async (role) => {
    const { statusCode, body } = await people[role].send(method, url);
    const open = typeof who === 'string' || who.includes(role);
    if (open) expect([statusCode === 403, body]).toEqual([false, body]);
    else expect(statusCode).toBe(403);
  });

  it('refuses changes of a session that no page of ours asked for', async () => {
    if (method === 'GET' || who === 'public') return;
    const headers = [{}, { 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example', host: 'localhost' }];
    for (const each of headers) {
      const cookies = Object.fromEntries(admin.cookies);
      const { statusCode } = await app.inject({ method: method as 'POST', url, cookies, headers: each });
      expect(statusCode).toBe(403);
    }
  });
});

it('leaves out only what ends the session, or never answers, and asks those by hand', async () => {
  expect((await testBrowser(app).send('POST', '/api/session/end')).statusCode).toBe(401);
  expect((await testBrowser(app).send('GET', '/api/events')).statusCode).toBe(401);
  const leaving = await joinAs(app, admin, 'operator', now);
  expect((await leaving.send('POST', '/api/session/end')).statusCode).toBe(200);
  expect(refused((await leaving.send('GET', '/api/events')).statusCode)).toBe(true);
});

it('lets an address try only so often', async () => {
  const slow = await testApi({ accounts: { ...accounts, attemptsPerMinute: 3 } });
  const attempt = () => testBrowser(slow.app).send('POST', '/api/session', { login: 'a', password: 'b' });
  const codes = [];
  for (let tries = 0; tries < 5; tries++) codes.push((await attempt()).statusCode);
  expect(codes).toEqual([401, 401, 401, 429, 429]);
  expect((await testBrowser(slow.app).send('GET', '/api/session')).statusCode).toBe(200);
});
