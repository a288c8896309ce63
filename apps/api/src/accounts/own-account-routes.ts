import {
  countRecoveryCodes,
  createApiToken,
  endApiToken,
  endSession,
  findSession,
  listApiTokens,
  listPasskeys,
  listSessions,
  rememberPendingTotp,
  removePasskey,
  replaceRecoveryCodes,
  type SignedIn,
  storePassword,
  storeTotp,
  takeChallenge,
} from '@scopemap/database';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import { callerOf } from '../author.ts';
import { bind } from '../route.ts';
import { DEFAULT_IDLE_MINUTES } from './identify.ts';
import { personOf } from './identity.ts';
import { finishPasskey, passkeysPossible, startPasskey } from './passkeys.ts';
import { passwordProblem } from './password-rules.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { randomToken, seal, tokenHash, unseal } from './secrets.ts';
import { clock, completeSession, presentSession, refuseFactor, type SignInContext } from './sign-in.ts';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

const DAY_MS = 86_400_000;

/** Whoever may add a second factor: one who is signed in, or has none yet. A stolen password alone must not add one. */
function enrolling(request: FastifyRequest): SignedIn {
  const { signedIn, stage } = personOf(request);
  if (stage !== 'full' && stage !== 'enrol') throw new ApiProblem('unauthenticated', 'Complete the sign-in first.');
  return signedIn;
}

async function presentFactors(context: SignInContext, request: FastifyRequest, { account }: SignedIn) {
  const passkeys = await listPasskeys(context.db, account.id);
  return {
    totp: account.totp_secret !== null,
    passkeys: passkeys.map(({ id, name, created_at, used_at }) => ({
      id,
      name,
      createdAt: created_at.toISOString(),
      usedAt: used_at?.toISOString() ?? null,
    })),
    recoveryCodes: await countRecoveryCodes(context.db, account.id),
    passkeysPossible: passkeysPossible(context, request),
  };
}

async function renewCodes({ db }: SignInContext, request: FastifyRequest, { account }: SignedIn) {
  const recoveryCodes = newRecoveryCodes();
  await replaceRecoveryCodes(db, callerOf(request), account, recoveryCodes.map(recoveryCodeHash));
  return { recoveryCodes };
}

/** The first second factor completes the sign-in and brings recovery codes; a further one changes neither. */
async function afterEnrolment(
  context: SignInContext,
  request: FastifyRequest,
  reply: FastifyReply,
  signedIn: SignedIn,
  factor: string,
) {
  const first = personOf(request).stage === 'enrol';
  if (!first) return { recoveryCodes: [] };
  const codes = await renewCodes(context, request, signedIn);
  await completeSession(context, request, reply, signedIn, factor);
  return codes;
}

/** Password, second factors, sessions and tokens of the person who asks. */
export function addOwnAccountRoutes(app: FastifyInstance, context: SignInContext): void {
  addPasswordRoute(app, context);
  addFactorRoutes(app, context);
  addOwnSessionRoutes(app, context);
  addTokenRoutes(app, context);
}

function addPasswordRoute(app: FastifyInstance, context: SignInContext): void {
  const { db } = context;
  bind(app, 'changePassword', async ({ body, caller }, { request }) => {
    const { signedIn, stage } = personOf(request);
    if (stage === 'second-factor') throw new ApiProblem('unauthenticated', 'Complete the sign-in first.');
    const { account, session } = signedIn;
    if (!(await isPassword(account.password_hash, body.current)))
      return refuseFactor(context, request, signedIn, 'password', 'The present password is wrong.');
    const problem = passwordProblem(body.password, [account.login, account.name]);
    if (problem) throw invalidField('password', problem);
    if (body.password === body.current) throw invalidField('password', 'is the one that you have');
    await storePassword(db, caller, account, await hashPassword(body.password), clock(context), session.id);
    const renewed = await findSession(db, session.token_hash);
    return presentSession(context, renewed ?? null);
  });
}

function addFactorRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db, settings } = context;

  bind(app, 'factors', async (_, { request }) => presentFactors(context, request, personOf(request).signedIn));

  bind(app, 'startTotp', async (_, { request }) => {
    const { account, session } = enrolling(request);
    const secret = newTotpSecret();
    await rememberPendingTotp(db, session.id, seal(settings.key, secret));
    return { secret, uri: totpUri(secret, account.login) };
  });

  bind(app, 'confirmTotp', async ({ body, caller }, { request, reply }) => {
    const signedIn = enrolling(request);
    const { pending_totp: pending } = signedIn.session;
    if (!pending) throw new ApiProblem('conflict', 'Begin to set up the authenticator first.');
    const step = totpStep(unseal(settings.key, pending), body.code, clock(context));
    if (step === null) throw invalidField('code', 'is not the code that the authenticator shows now');
    await storeTotp(db, caller, signedIn.account, pending, step);
    return afterEnrolment(context, request, reply, signedIn, 'totp');
  });

  bind(app, 'removeTotp', async ({ caller }, { request }) => {
    const { signedIn } = personOf(request);
    if (signedIn.passkeys === 0) throw new ApiProblem('conflict', 'It is the last second factor: add another first.');
    await storeTotp(db, caller, signedIn.account, null, 0);
    const account = { ...signedIn.account, totp_secret: null };
    return presentFactors(context, request, { ...signedIn, account });
  });

  bind(app, 'startPasskey', async (_, { request }) => startPasskey(context, request, enrolling(request)));

  bind(app, 'addPasskey', async ({ body }, { request, reply }) => {
    const signedIn = enrolling(request);
    const challenge = await takeChallenge(db, signedIn.session.id);
    if (challenge === null) throw new ApiProblem('conflict', 'Begin to add the passkey first.');
    await finishPasskey(context, request, signedIn, challenge, body.name, body.response);
    return afterEnrolment(context, request, reply, signedIn, 'passkey');
  });

  bind(app, 'removePasskey', async ({ params, caller }, { request }) => {
    const { signedIn } = personOf(request);
    const last = signedIn.account.totp_secret === null && signedIn.passkeys <= 1;
    if (last) throw new ApiProblem('conflict', 'It is the last second factor: add another first.');
    if (!(await removePasskey(db, caller, signedIn.account, params.id)))
      throw new ApiProblem('not-found', 'There is no such passkey.');
    return presentFactors(context, request, signedIn);
  });

  bind(app, 'renewRecoveryCodes', async (_, { request }) => renewCodes(context, request, personOf(request).signedIn));
}

function addOwnSessionRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db, settings } = context;
  bind(app, 'ownSessions', async (_, { request }) => {
    const { account, session } = personOf(request).signedIn;
    const idleMs = (settings.idleMinutes ?? DEFAULT_IDLE_MINUTES) * 60_000;
    const sessions = await listSessions(db, account.id, new Date(clock(context).getTime() - idleMs));
    return {
      sessions: sessions.map((each) => ({
        id: each.id,
        current: each.id === session.id,
        startedAt: each.created_at.toISOString(),
        activeAt: each.active_at.toISOString(),
        origin: each.origin,
        userAgent: each.user_agent,
      })),
    };
  });

  bind(app, 'endOwnSession', async ({ params, caller }, { request }) => {
    if (!(await endSession(db, caller, personOf(request).signedIn.account, params.id, clock(context))))
      throw new ApiProblem('not-found', 'There is no such session.');
    return {};
  });
}

function addTokenRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db } = context;

  bind(app, 'apiTokens', async (_, { request }) => {
    const tokens = await listApiTokens(db, personOf(request).signedIn.account.id);
    return {
      tokens: tokens.map(({ id, name, scope, created_at, expires_at, used_at }) => ({
        id,
        name,
        scope: scope === 'write' ? ('write' as const) : ('read' as const),
        createdAt: created_at.toISOString(),
        expiresAt: expires_at.toISOString(),
        usedAt: used_at?.toISOString() ?? null,
      })),
    };
  });

  bind(app, 'createApiToken', async ({ body, caller }, { request }) => {
    const { account } = personOf(request).signedIn;
    const token = randomToken();
    const now = clock(context);
    const expiresAt = new Date(now.getTime() + body.days * DAY_MS);
    const { name, scope } = body;
    await createApiToken(db, caller, account, { name, scope, tokenHash: tokenHash(token), expiresAt }, now);
    return { token };
  });

  bind(app, 'endApiToken', async ({ params, caller }, { request }) => {
    if (!(await endApiToken(db, caller, personOf(request).signedIn.account, params.id, clock(context))))
      throw new ApiProblem('not-found', 'There is no such token.');
    return {};
  });
}
