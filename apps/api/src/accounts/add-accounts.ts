import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { accessOf } from '@scopemap/contract';
import type { Db } from '@scopemap/database';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import { isReading } from '../same-origin.ts';
import { addAccountRoutes } from './account-routes.ts';
import type { AccountSettings } from './account-settings.ts';
import { createGuard } from './guard.ts';
import { createIdentify, type Identify } from './identify.ts';
import { addLinkRoutes } from './link-routes.ts';
import { addOwnAccountRoutes } from './own-account-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addSingleSignOnRoutes } from './single-sign-on.ts';

const ATTEMPTS_A_MINUTE = 30;
const REQUESTS_A_MINUTE = 6_000;

/** Requests that try something against an account: they alone are worth guessing with. */
function isAttempt(request: FastifyRequest): boolean {
  const who = accessOf(request.method, request.routeOptions.url ?? '');
  return !isReading(request) && typeof who === 'string';
}

/**
 * Lets nobody reach the routes that follow but whom the access table names, and adds the routes of accounts. Returns the function
 * that says who a request comes from, for answers that last.
 */
export async function addAccounts(
  app: FastifyInstance,
  { db, accounts, https = false }: { db: Db; accounts: AccountSettings; https?: boolean | undefined },
): Promise<Identify> {
  await app.register(cookie);
  const { attemptsPerMinute = ATTEMPTS_A_MINUTE, requestsPerMinute = REQUESTS_A_MINUTE } = accounts;
  await app.register(rateLimit, {
    timeWindow: 60_000,
    max: (request) => (isAttempt(request) ? attemptsPerMinute : requestsPerMinute),
    keyGenerator: (request) => `${isAttempt(request) ? 'attempt' : 'request'} ${request.ip}`,
    errorResponseBuilder: (_, { after }) =>
      new ApiProblem('too-many-requests', `There were too many requests from this address; try again in ${after}.`),
  });
  const identify = createIdentify(db, accounts, https);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', createGuard(identify));
  const context = { db, settings: accounts, https };
  addSessionRoutes(app, context);
  addLinkRoutes(app, context);
  addOwnAccountRoutes(app, context);
  addAccountRoutes(app, context);
  addSingleSignOnRoutes(app, context);
  return identify;
}
