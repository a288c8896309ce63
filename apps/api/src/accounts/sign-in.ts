import { FACTORS, type Session } from '@scopemap/contract';
import {
  countRecoveryCodes,
  type Db,
  findSession,
  hasAccounts,
  noteFailure,
  raiseSession,
  type SignedIn,
  startSession,
  type Trx,
} from '@scopemap/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import { originOf } from '../author.ts';
import type { AccountSettings } from './account-settings.ts';
import { DEFAULT_IDLE_MINUTES, sessionCookie } from './identify.ts';
import { randomToken, tokenHash } from './secrets.ts';
import { LONGEST_SESSION_MS, stageOf } from './session-stage.ts';

/** What the routes of accounts work with. */
export interface SignInContext {
  readonly db: Db;
  readonly settings: AccountSettings;
  readonly https: boolean;
}

export const clock = ({ settings }: SignInContext) => settings.now?.() ?? new Date();

function setCookie({ https }: SignInContext, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie(https), token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: https,
    path: '/',
    maxAge: LONGEST_SESSION_MS / 1000,
  });
}

export function clearCookie({ https }: SignInContext, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie(https), { httpOnly: true, sameSite: 'strict', secure: https, path: '/' });
}

/** What the page shows of a session. */
export async function presentSession(context: SignInContext, signedIn: SignedIn | null): Promise<Session> {
  const { db, settings } = context;
  const account = signedIn?.account;
  const has = {
    totp: account?.totp_secret != null,
    passkey: (signedIn?.passkeys ?? 0) > 0,
    'recovery-code': account !== undefined && (await countRecoveryCodes(db, account.id)) > 0,
  };
  return {
    stage: signedIn ? stageOf(signedIn) : 'none',
    person: account
      ? {
          login: account.login,
          name: account.name,
          role: account.role as NonNullable<Session['person']>['role'],
          endsAt: account.ends_at?.toISOString() ?? null,
        }
      : null,
    factors: FACTORS.filter((factor) => has[factor]),
    empty: account === undefined && !(await hasAccounts(db)),
    singleSignOn: settings.singleSignOn?.name ?? null,
    idleMinutes: settings.idleMinutes ?? DEFAULT_IDLE_MINUTES,
  };
}

/** Starts a session in a transaction and hands out its cookie: always a new token, so that none can be planted (fixation). */
export async function beginSession(
  context: SignInContext,
  trx: Trx,
  request: FastifyRequest,
  reply: FastifyReply,
  account: { readonly id: string; readonly login: string },
  factorGiven: boolean,
): Promise<string> {
  const token = randomToken();
  const origin = originOf(request);
  const userAgent = request.headers['user-agent'] ?? '';
  const by = { author: account.login, origin };
  await startSession(trx, by, account, { tokenHash: tokenHash(token), origin, userAgent, factorGiven }, clock(context));
  setCookie(context, reply, token);
  return token;
}

export async function sessionOfToken(context: SignInContext, token: string): Promise<Session> {
  return presentSession(context, (await findSession(context.db, tokenHash(token))) ?? null);
}

/** The second factor was right: the session gets its rights, and a new token. */
export async function completeSession(
  context: SignInContext,
  request: FastifyRequest,
  reply: FastifyReply,
  signedIn: SignedIn,
  factor: string,
): Promise<Session> {
  const token = randomToken();
  const by = { author: signedIn.account.login, origin: originOf(request) };
  await raiseSession(context.db, by, signedIn, factor, tokenHash(token), clock(context));
  setCookie(context, reply, token);
  return sessionOfToken(context, token);
}

/** Counts a wrong answer and refuses. */
export async function refuseFactor(
  context: SignInContext,
  request: FastifyRequest,
  { account }: Pick<SignedIn, 'account'>,
  factor: string,
  words: string,
): Promise<never> {
  const by = { author: account.login, origin: originOf(request) };
  const until = await noteFailure(context.db, by, account, factor, clock(context));
  throw new ApiProblem('unauthenticated', until ? LOCKED : words);
}

export const LOCKED =
  'There were too many wrong attempts: the account is locked for 30 minutes. An administrator can unlock it.';
