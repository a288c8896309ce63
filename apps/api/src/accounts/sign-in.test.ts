import { randomBytes } from 'node:crypto';
import type { Session } from '@scopemap/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf, join, joinAs, PASSWORD, testBrowser } from '../testing/people.ts';
import { testApi } from '../testing/test-api.ts';
import { openSetUpLink } from './first-link.ts';

let time = Date.parse('2026-11-24T12:00:00Z');
const now = () => new Date(time);
const later = (minutes: number) => {
  time += minutes * 60_000;
};
const accounts = { key: randomBytes(32), now, attemptsPerMinute: 10_000 };
const { app, db } = await testApi({ accounts });

const first = (await openSetUpLink(db, now())) as string;
const admin = await join(app, first, now, { login: 'Root.One', name: 'Root One' });
const stage = async (browser: { send: (typeof admin)['send'] }) =>
  (await browser.send('GET', '/api/session')).json<Session>().stage;
const actions = async () =>
  (
    await db.selectFrom('audit_entry').select(['action', 'actor', 'after']).orderBy('id', 'desc').limit(5).execute()
  ).map(({ action, actor }) => `${action} by ${actor}`);
const signIn = async (login: string, password = PASSWORD) => {
  const browser = testBrowser(app);
  const answer = await browser.send('POST', '/api/session', { login, password });
  return { ...browser, answer };
};

// What a test does to the clock ends the administrator's session.
beforeEach(async () => {
  later(1);
  if ((await stage(admin)) === 'full') return;
  await admin.send('POST', '/api/session', { login: admin.login, password: PASSWORD });
  await admin.send('POST', '/api/session/totp', { code: codeOf(admin.secret, now()) });
});

describe('the first administrator', () => {
  it('comes from a link that works once', async () => {
    expect((await admin.send('GET', '/api/session')).json()).toMatchObject({
      stage: 'full',
      person: { login: 'root.one', name: 'Root One', role: 'admin' },
      factors: ['totp', 'recovery-code'],
      empty: false,
      idleMinutes: 15,
    });
    const again = await testBrowser(app).send('POST', '/api/links/use', {
      token: first,
      login: 'x',
      password: PASSWORD,
    });
    expect(again.statusCode).toBe(404);
    expect(await openSetUpLink(db, now())).toBeNull();
  });
});

describe('a link', () => {
  it.each([
    ['tooshort1', /12 characters/],
    ['Password2024!', /common/],
  ])('takes no password like %s', async (password, why) => {
    const invited = await admin.send('POST', '/api/accounts', {
      login: `weak-${randomBytes(2).toString('hex')}`,
      name: 'Weak',
      role: 'operator',
    });
    const { token } = invited.json<{ token: string }>();
    const used = await testBrowser(app).send('POST', '/api/links/use', { token, password });
    expect([used.statusCode, used.json().fields.password]).toEqual([400, expect.stringMatching(why)]);
    // It is still open.
    expect((await testBrowser(app).send('POST', '/api/links/read', { token })).statusCode).toBe(200);
  });

  it('is over after three days', async () => {
    const invited = await admin.send('POST', '/api/accounts', { login: 'slow', name: 'Slow', role: 'operator' });
    const { token } = invited.json<{ token: string }>();
    await db.updateTable('account_link').set({ expires_at: now() }).where('used_at', 'is', null).execute();
    expect((await testBrowser(app).send('POST', '/api/links/read', { token })).statusCode).toBe(404);
    expect((await testBrowser(app).send('POST', '/api/links/use', { token, password: PASSWORD })).statusCode).toBe(404);
  });
});

describe('signing in', () => {
  it('needs the password and then a code, and changes the token at each step', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    later(1);
    const planted = testBrowser(app);
    planted.cookies.set('scopemap', 'planted-by-somebody-else-0123456789');
    await planted.send('POST', '/api/session', { login: person.login, password: PASSWORD });
    const half = planted.cookies.get('scopemap');
    expect(half).not.toBe('planted-by-somebody-else-0123456789');
    expect(await stage(planted)).toBe('second-factor');
    expect((await planted.send('GET', '/api/hosts')).statusCode).toBe(401);
    expect((await planted.send('POST', '/api/account/totp')).statusCode).toBe(401);
    expect((await planted.send('POST', '/api/session/totp', { code: '000000' })).statusCode).toBe(401);
    await planted.send('POST', '/api/session/totp', { code: codeOf(person.secret, now()) });
    expect(planted.cookies.get('scopemap')).not.toBe(half);
    expect(await stage(planted)).toBe('full');
    expect((await planted.send('GET', '/api/hosts')).statusCode).toBe(200);
    expect(await actions()).toContain(`account.sign-in by ${person.login}`);
  });

  it('takes a code once', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    later(1);
    const code = codeOf(person.secret, now());
    const one = await signIn(person.login);
    expect((await one.send('POST', '/api/session/totp', { code })).statusCode).toBe(200);
    const two = await signIn(person.login);
    expect((await two.send('POST', '/api/session/totp', { code })).statusCode).toBe(401);
  });

  it('takes a recovery code once, however it is typed', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    const code = ` ${person.recoveryCodes[0]?.toUpperCase().replaceAll('-', ' ')}`;
    const one = await signIn(person.login);
    expect((await one.send('POST', '/api/session/recovery-code', { code })).json()).toMatchObject({ stage: 'full' });
    const two = await signIn(person.login);
    expect((await two.send('POST', '/api/session/recovery-code', { code })).statusCode).toBe(401);
  });

  it('says the same of a login that nobody has', async () => {
    const unknown = await signIn('nobody.at.all');
    const wrong = await signIn(admin.login, 'not the password 1');
    expect(unknown.answer.json().detail).toBe(wrong.answer.json().detail);
    expect(await actions()).toContain('account.sign-in-refused by nobody.at.all');
  });

  it('locks after ten failures of either factor, for 30 minutes', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    for (let tries = 0; tries < 6; tries++) await signIn(person.login, 'not the password 1');
    const half = await signIn(person.login);
    for (let tries = 0; tries < 4; tries++) await half.send('POST', '/api/session/totp', { code: '000000' });
    expect((await signIn(person.login)).answer.json().detail).toMatch(/locked/);
    expect(await stage(person)).toBe('none');
    later(29);
    expect((await signIn(person.login)).answer.statusCode).toBe(401);
    later(2);
    expect((await signIn(person.login)).answer.statusCode).toBe(200);
  });

  it('is open again when an administrator says so', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    for (let tries = 0; tries < 10; tries++) await signIn(person.login, 'not the password 1');
    const { accounts: all } = (await admin.send('GET', '/api/accounts')).json();
    const row = all.find((each: { login: string }) => each.login === person.login);
    expect(row.state).toBe('locked');
    expect((await admin.send('POST', `/api/accounts/${row.id}/unlock`)).statusCode).toBe(200);
    expect((await signIn(person.login)).answer.statusCode).toBe(200);
  });
});

describe('a session', () => {
  it('ends after 15 idle minutes; looking alone does not keep it', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    await admin.send('POST', '/api/session/activity');
    later(10);
    await admin.send('POST', '/api/session/activity');
    expect((await person.send('GET', '/api/hosts')).statusCode).toBe(200);
    later(6);
    await admin.send('POST', '/api/session/activity');
    expect((await person.send('GET', '/api/hosts')).statusCode).toBe(401);
  });

  it('lasts as long as somebody is there, up to 12 hours', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    for (let step = 0; step < 71; step++) {
      later(10);
      await admin.send('POST', '/api/session/activity');
      expect((await person.send('POST', '/api/session/activity')).statusCode).toBe(200);
    }
    later(10);
    expect((await person.send('POST', '/api/session/activity')).statusCode).toBe(401);
  });
});

describe('accounts', () => {
  const idOf = async (login: string) =>
    (await db.selectFrom('account').select('id').where('login', '=', login).executeTakeFirstOrThrow()).id;

  it('of an assessor end by themselves, at once and everywhere', async () => {
    const endsAt = new Date(time + 5 * 60_000).toISOString();
    const assessor = await joinAs(app, admin, 'assessor', now, endsAt);
    await assessor.send('POST', '/api/account/tokens', { name: 'script', scope: 'read', days: 30 });
    expect((await assessor.send('GET', '/api/hosts')).statusCode).toBe(200);
    later(5);
    expect((await assessor.send('GET', '/api/hosts')).statusCode).toBe(401);
    expect((await signIn(assessor.login)).answer.json().detail).toMatch(/has ended/);
  });

  it('of an assessor need an end', async () => {
    const draft = { login: 'endless', name: 'Endless', role: 'assessor' };
    expect((await admin.send('POST', '/api/accounts', draft)).json().fields.endsAt).toMatch(/needs a day/);
    const operator = await joinAs(app, admin, 'operator', now);
    const change = await admin.send('PATCH', `/api/accounts/${await idOf(operator.login)}`, { role: 'assessor' });
    expect(change.statusCode).toBe(400);
  });

  it('lose their sessions with their role, and the change is on record', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    const id = await idOf(person.login);
    expect((await admin.send('PATCH', `/api/accounts/${id}`, { role: 'approver' })).statusCode).toBe(200);
    expect(await stage(person)).toBe('none');
    const [entry] = await db
      .selectFrom('audit_entry')
      .select(['action', 'actor', 'before', 'after'])
      .where('action', '=', 'account.role')
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    expect(entry).toMatchObject({ actor: 'root.one', before: { role: 'operator' }, after: { role: 'approver' } });
  });

  it('always keep an administrator', async () => {
    const id = await idOf(admin.login);
    for (const change of [{ role: 'operator' }, { disabled: true }, { endsAt: now().toISOString() }]) {
      expect((await admin.send('PATCH', `/api/accounts/${id}`, change)).statusCode).toBe(409);
    }
  });

  it('begin anew by a link when an administrator resets them', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    const reset = await admin.send('POST', `/api/accounts/${await idOf(person.login)}/reset`);
    expect(await stage(person)).toBe('none');
    expect((await signIn(person.login)).answer.statusCode).toBe(401);
    const again = await join(app, reset.json<{ token: string }>().token, now);
    expect([again.login, await stage(again)]).toEqual([person.login, 'full']);
  });

  it('are asked for a new password when an administrator wants one', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    await admin.send('PATCH', `/api/accounts/${await idOf(person.login)}`, { mustChangePassword: true });
    expect(await stage(person)).toBe('new-password');
    expect((await person.send('GET', '/api/hosts')).statusCode).toBe(401);
    const change = (password: string, current = PASSWORD) =>
      person.send('PUT', '/api/account/password', { current, password });
    expect((await change('another 9 passphrase', 'wrong')).statusCode).toBe(401);
    expect((await change(PASSWORD)).statusCode).toBe(400);
    expect((await change('another 9 passphrase')).json()).toMatchObject({ stage: 'full' });
  });

  it('keep their last second factor', async () => {
    expect((await admin.send('DELETE', '/api/account/totp')).statusCode).toBe(409);
  });

  it('list their sessions and end them', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    later(1);
    const other = await signIn(person.login);
    await other.send('POST', '/api/session/totp', { code: codeOf(person.secret, now()) });
    const { sessions } = (await person.send('GET', '/api/account/sessions')).json();
    expect(sessions).toHaveLength(2);
    const [strange] = sessions.filter((each: { current: boolean }) => !each.current);
    await person.send('POST', `/api/account/sessions/${strange.id}/end`);
    expect([await stage(other), await stage(person)]).toEqual(['none', 'full']);
    // Not those of others.
    expect((await person.send('POST', `/api/account/sessions/${strange.id}/end`)).statusCode).toBe(404);
    await person.send('POST', '/api/session/end');
    expect(await stage(person)).toBe('none');
  });

  it('hand out tokens that may as much as the scope says, until they end', async () => {
    const person = await joinAs(app, admin, 'operator', now);
    const make = async (scope: string) =>
      (await person.send('POST', '/api/account/tokens', { name: `a ${scope} script`, scope, days: 1 })).json()
        .token as string;
    const [reads, writes] = [await make('read'), await make('write')];
    const ask = (token: string, method: 'GET' | 'POST', url: string, payload = {}) =>
      app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(method === 'POST' && { payload }) });
    const zone = { name: 'By token', claim: 'cde', prefixes: ['192.0.2.0/24'] };
    expect((await ask(reads, 'GET', '/api/zones')).statusCode).toBe(200);
    expect((await ask(reads, 'POST', '/api/zones', zone)).statusCode).toBe(403);
    expect((await ask(writes, 'GET', '/api/account/tokens')).statusCode).toBe(403);
    expect((await ask(writes, 'GET', '/api/accounts')).statusCode).toBe(403);
    expect((await ask(writes, 'POST', '/api/zones', zone)).statusCode).toBe(200);
    expect(await actions()).toContain(`zone.create by ${person.login} (token a write script)`);
    later(1440);
    expect((await ask(reads, 'GET', '/api/zones')).statusCode).toBe(401);
  });
});

describe('what is stored', () => {
  it('holds neither passwords nor tokens nor secrets of authenticators', async () => {
    const tables = ['account', 'account_session', 'account_recovery_code', 'api_token', 'audit_entry'] as const;
    const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
    const text = JSON.stringify(rows, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value,
    );
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(admin.secret);
    for (const token of admin.cookies.values()) expect(text).not.toContain(token);
  });
});
