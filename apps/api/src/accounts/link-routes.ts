import { findLink, useLink } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import { originOf } from '../author.ts';
import { bind } from '../route.ts';
import { passwordProblem } from './password-rules.ts';
import { hashPassword } from './passwords.ts';
import { tokenHash } from './secrets.ts';
import { beginSession, clock, type SignInContext, sessionOfToken } from './sign-in.ts';

const GONE = 'The link was used before, or its time is over. Ask an administrator for a new one.';

/** One-time links: the first administrator, invitations, and new beginnings. */
export function addLinkRoutes(app: FastifyInstance, context: SignInContext): void {
  const { db } = context;

  const purposeOf = async (token: string) => {
    const purpose = await findLink(db, tokenHash(token), clock(context));
    if (!purpose) throw new ApiProblem('not-found', GONE);
    return purpose;
  };

  bind(app, 'readLink', async ({ body }) => {
    const purpose = await purposeOf(body.token);
    if (purpose.kind === 'first') return { kind: 'first', login: null, name: null };
    return { kind: 'account', login: purpose.account.login, name: purpose.account.name };
  });

  bind(app, 'useLink', async ({ body }, { request, reply }) => {
    const purpose = await purposeOf(body.token);
    const { login, name } = purpose.kind === 'first' ? body : purpose.account;
    if (login === undefined) throw invalidField('login', 'is missing');
    const problem = passwordProblem(body.password, [login, name ?? login]);
    if (problem) throw invalidField('password', problem);
    const hash = await hashPassword(body.password);
    const by = { author: login, origin: originOf(request) };
    const session = await useLink(
      db,
      by,
      tokenHash(body.token),
      { login, name: name ?? login },
      hash,
      clock(context),
      (trx, account) => beginSession(context, trx, request, reply, account, false),
    );
    if (session === null) throw new ApiProblem('not-found', GONE);
    return sessionOfToken(context, session);
  });
}
