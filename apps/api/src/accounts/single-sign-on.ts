import type { Role } from '@scopemap/contract';
import { changeAccount, createAccount, findAccountBySubject, noteRefusal } from '@scopemap/database';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as oidc from 'openid-client';
import { ApiProblem } from '../api-problem.ts';
import { originOf } from '../author.ts';
import type { SingleSignOnSettings } from './account-settings.ts';
import { seal, unseal } from './secrets.ts';
import { barredBecause } from './session-stage.ts';
import { beginSession, clock, type SignInContext } from './sign-in.ts';

const COOKIE = 'scopemap-sign-on';
const PATH = '/api/session/single-sign-on';
const DAY_MS = 86_400_000;
/** Ways to prove oneself (RFC 8176) that are a second factor. */
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'sc', 'fpt', 'face']);

/** What has to come back from the provider; sealed in a cookie, so that it can be neither read nor planted. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

type Claims = oidc.IDToken;

function groupsOf(claims: Claims, name: string): readonly unknown[] {
  const value = claims[name];
  return Array.isArray(value) ? value : [value];
}

/** The role of the first group in the list that a person is in; undefined: none. */
export function mappedRole(claims: Claims, { roleClaim, roles }: SingleSignOnSettings): Role | undefined {
  const groups = groupsOf(claims, roleClaim);
  return roles.find(([group]) => groups.includes(group))?.[1];
}

/** Whether the provider says that a second factor was given there. */
export function hadSecondFactor({ amr }: Claims): boolean {
  return Array.isArray(amr) && amr.some((each) => typeof each === 'string' && STRONG.has(each));
}

function loginOf(claims: Claims): string {
  const text = claims.preferred_username ?? claims.email ?? claims.sub;
  return String(text).toLowerCase().slice(0, 100);
}

/** `GET /api/session/single-sign-on` leads to the provider, `.../return` comes back from it. */
export function addSingleSignOnRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db, settings, https } = context;
  const { singleSignOn: provider } = settings;
  const cookie = { httpOnly: true, sameSite: 'lax', secure: https, path: PATH, maxAge: 600 } as const;
  let known: Promise<oidc.Configuration> | undefined;

  const configuration = (of: SingleSignOnSettings) => {
    const issuer = new URL(of.issuer);
    const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    known ??= oidc.discovery(issuer, of.clientId, of.clientSecret, undefined, { execute }).catch((error: Error) => {
      // The provider may be back at the next attempt.
      known = undefined;
      throw new ApiProblem('unavailable', `The sign-in at ${of.name} cannot be reached: ${error.message}`);
    });
    return known;
  };
  const needed = () => {
    if (!provider) throw new ApiProblem('not-found', 'No single sign-on is set up.');
    return provider;
  };
  const returnUrl = (request: FastifyRequest) => `${https ? 'https' : 'http'}://${request.host}${PATH}/return`;

  app.get(PATH, { schema: { operationId: 'startSingleSignOn' } }, async (request, reply) => {
    const config = await configuration(needed());
    const pending: Pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: returnUrl(request),
      scope: 'openid profile email',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    reply.setCookie(COOKIE, seal(settings.key, JSON.stringify(pending)).toString('base64url'), cookie);
    return reply.redirect(url.href);
  });

  app.get(`${PATH}/return`, { schema: { operationId: 'endSingleSignOn' } }, async (request, reply) => {
    const of = needed();
    const claims = await claimsOf(await configuration(of), request, takePending(request, reply));
    const account = await accountOf(claims, of, request);
    await db
      .transaction()
      .execute((trx) => beginSession(context, trx, request, reply, account, hadSecondFactor(claims)));
    return reply.redirect('/');
  });

  function takePending(request: FastifyRequest, reply: FastifyReply): Pending {
    const sealed = request.cookies[COOKIE];
    reply.clearCookie(COOKIE, cookie);
    try {
      return JSON.parse(unseal(settings.key, Buffer.from(sealed ?? '', 'base64url'))) as Pending;
    } catch {
      throw new ApiProblem('unauthenticated', 'The sign-in was not begun in this browser, or took too long.');
    }
  }

  async function claimsOf(config: oidc.Configuration, request: FastifyRequest, pending: Pending): Promise<Claims> {
    const current = new URL(returnUrl(request));
    current.search = new URL(request.url, current).search;
    const checks = { pkceCodeVerifier: pending.verifier, expectedState: pending.state, expectedNonce: pending.nonce };
    const tokens = await oidc
      .authorizationCodeGrant(config, current, { ...checks, idTokenExpected: true })
      .catch((error: Error) => {
        request.log.warn({ err: error }, 'single sign-on failed');
        throw new ApiProblem('unauthenticated', 'The provider did not confirm the sign-in. Begin again.');
      });
    return tokens.claims() as Claims;
  }

  /** The account of a person at the provider, made or brought up to date: the provider says the role at each sign-in. */
  async function accountOf(claims: Claims, of: SingleSignOnSettings, request: FastifyRequest) {
    const now = clock(context);
    const by = { author: loginOf(claims), origin: originOf(request) };
    const role = mappedRole(claims, of);
    if (!role) {
      await noteRefusal(db, by, by.author, 'no role from the provider');
      throw new ApiProblem('forbidden', `${of.name} gives ${by.author} no role here.`);
    }
    const found = await findAccountBySubject(db, claims.iss, claims.sub);
    const endsAt = role === 'assessor' ? new Date(now.getTime() + (of.assessorDays ?? 90) * DAY_MS) : null;
    if (!found) {
      const name = typeof claims.name === 'string' ? claims.name : by.author;
      const draft = { login: by.author, name, role, endsAt, issuer: claims.iss, subject: claims.sub };
      const made = await db.transaction().execute((trx) => createAccount(trx, by, draft));
      if (!made) throw new ApiProblem('conflict', `Another account has the login ${by.author} already.`);
      return made;
    }
    const barred = barredBecause(found, now);
    if (barred) {
      await noteRefusal(db, by, found.login, barred);
      throw new ApiProblem('forbidden', `The account ${found.login} is ${barred}.`);
    }
    if (found.role === role) return found;
    const changed = await changeAccount(db, by, found.id, { role, endsAt: found.ends_at ?? endsAt }, now);
    if (typeof changed === 'string') throw new ApiProblem('conflict', `The role of ${found.login} cannot change now.`);
    return changed;
  }
}
