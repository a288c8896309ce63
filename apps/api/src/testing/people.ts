import { randomBytes } from 'node:crypto';
import type { Role, Session } from '@scopemap/contract';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { Secret, TOTP } from 'otpauth';

/** A browser as far as the API sees one: it keeps cookies and says where requests come from. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  send(method: string, url: string, body?: object): Promise<LightMyRequestResponse>;
}

export function testBrowser(app: FastifyInstance, more: Record<string, string> = {}): TestBrowser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async send(method, url, body) {
      const answer = await app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url,
        cookies: Object.fromEntries(cookies),
        headers: { 'sec-fetch-site': 'same-origin', host: 'localhost', ...more },
        ...(body ? { payload: body } : {}),
      });
      for (const { name, value } of answer.cookies) {
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    },
  };
}

export const PASSWORD = 'correct horse 7 battery';

/** Six digits that an authenticator with `secret` shows at `now`. */
export function codeOf(secret: string, now: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });
}

export interface TestPerson extends TestBrowser {
  readonly login: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Uses a one-time link and sets up an authenticator: a person who is signed in. */
export async function join(
  app: FastifyInstance,
  token: string,
  now: () => Date,
  first: { login?: string; name?: string } = {},
): Promise<TestPerson> {
  const browser = testBrowser(app);
  const used = await browser.send('POST', '/api/links/use', { token, password: PASSWORD, ...first });
  if (used.statusCode !== 200) throw new Error(used.body);
  const { secret } = (await browser.send('POST', '/api/account/totp')).json<{ secret: string }>();
  const done = await browser.send('POST', '/api/account/totp/confirm', { code: codeOf(secret, now()) });
  if (done.statusCode !== 200) throw new Error(done.body);
  const { recoveryCodes } = done.json<{ recoveryCodes: string[] }>();
  const session = (await browser.send('GET', '/api/session')).json<Session>();
  return { ...browser, login: session.person?.login ?? '', secret, recoveryCodes };
}

/** Invites somebody of a role and lets them join. */
export async function joinAs(
  app: FastifyInstance,
  admin: TestBrowser,
  role: Role,
  now: () => Date,
  endsAt: string | null = role === 'assessor' ? new Date(now().getTime() + 86_400_000).toISOString() : null,
): Promise<TestPerson> {
  const login = `${role}-${randomBytes(3).toString('hex')}`;
  const invited = await admin.send('POST', '/api/accounts', { login, name: `A ${role}`, role, endsAt });
  if (invited.statusCode !== 200) throw new Error(invited.body);
  return join(app, invited.json<{ token: string }>().token, now);
}
