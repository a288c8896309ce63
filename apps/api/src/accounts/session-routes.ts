import {
  endSession,
  findAccountByLogin,
  noteRefusal,
  takeChallenge,
  touchSession,
  useRecoveryCode,
  useTotpStep,
} from '@scopemap/database';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import { originOf } from '../author.ts';
import { bind } from '../route.ts';
import { personOf } from './identity.ts';
import { askForPasskey, checkPasskey } from './passkeys.ts';
import { isPassword } from './passwords.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import { unseal } from './secrets.ts';
import { barredBecause } from './session-stage.ts';
import {
  beginSession,
  clearCookie,
  clock,
  completeSession,
  LOCKED,
  presentSession,
  refuseFactor,
  type SignInContext,
  sessionOfToken,
} from './sign-in.ts';
import { totpStep } from './totp.ts';

const WRONG = 'Login or password is wrong.';
const BARRED = { disabled: WRONG, ended: 'The access of this account has ended.', locked: LOCKED };

/** Whoever still owes the second factor; others have nothing to prove here. */
function owing(request: FastifyRequest) {
  const { signedIn, stage } = personOf(request);
  if (stage !== 'second-factor') throw new ApiProblem('conflict', 'No second factor is asked for now.');
  return signedIn;
}

/** Signing in and out: `/api/session`. */
export function addSessionRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db, settings } = context;

  bind(app, 'session', async (_, { request }) => {
    const { identity } = request;
    return presentSession(context, identity?.kind === 'person' ? identity.signedIn : null);
  });

  bind(app, 'signIn', async ({ body: { login, password } }, { request, reply }) => {
    const account = await findAccountByLogin(db, login);
    const by = { author: login.toLowerCase().slice(0, 100), origin: originOf(request) };
    const right = await isPassword(account?.password_hash ?? null, password);
    if (!account) {
      await noteRefusal(db, by, login, 'no such login');
      throw new ApiProblem('unauthenticated', WRONG);
    }
    const barred = barredBecause(account, clock(context));
    if (barred) {
      await noteRefusal(db, by, account.login, barred);
      throw new ApiProblem('unauthenticated', barred === 'locked' || right ? BARRED[barred] : WRONG);
    }
    if (!right) return refuseFactor(context, request, { account }, 'password', WRONG);
    const token = await db.transaction().execute((trx) => beginSession(context, trx, request, reply, account, false));
    return sessionOfToken(context, token);
  });

  bind(app, 'giveTotp', async ({ body }, { request, reply }) => {
    const signedIn = owing(request);
    const { account } = signedIn;
    const step = account.totp_secret && totpStep(unseal(settings.key, account.totp_secret), body.code, clock(context));
    if (step === null || !(await useTotpStep(db, account.id, step)))
      return refuseFactor(context, request, signedIn, 'totp', 'The code is wrong, or was used before.');
    return completeSession(context, request, reply, signedIn, 'totp');
  });

  bind(app, 'giveRecoveryCode', async ({ body }, { request, reply }) => {
    const signedIn = owing(request);
    if (!(await useRecoveryCode(db, signedIn.account.id, recoveryCodeHash(body.code), clock(context))))
      return refuseFactor(context, request, signedIn, 'recovery code', 'The code is wrong, or was used before.');
    return completeSession(context, request, reply, signedIn, 'recovery code');
  });

  bind(app, 'askPasskey', async (_, { request }) => askForPasskey(context, request, owing(request)));

  bind(app, 'givePasskey', async ({ body }, { request, reply }) => {
    const signedIn = owing(request);
    const challenge = await takeChallenge(db, signedIn.session.id);
    if (challenge === null || !(await checkPasskey(context, request, signedIn, challenge, body)))
      return refuseFactor(context, request, signedIn, 'passkey', 'The passkey was not accepted.');
    return completeSession(context, request, reply, signedIn, 'passkey');
  });

  bind(app, 'signOut', async ({ caller }, { request, reply }) => {
    const { account, session } = personOf(request).signedIn;
    await endSession(db, caller, account, session.id, clock(context));
    clearCookie(context, reply);
    return {};
  });

  bind(app, 'keepSession', async (_, { request }) => {
    const { identity } = request;
    if (identity?.kind === 'person') await touchSession(db, identity.signedIn.session.id, clock(context));
    return {};
  });

  // What somebody changes shows that somebody is there.
  app.addHook('onResponse', async (request, reply) => {
    const { identity, method } = request;
    if (identity?.kind !== 'person' || method === 'GET' || method === 'HEAD' || reply.statusCode >= 400) return;
    await touchSession(db, identity.signedIn.session.id, clock(context));
  });
}
