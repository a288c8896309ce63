import { type Access, accessOf } from '@scopemap/contract';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import { isReading } from '../same-origin.ts';
import type { Identify } from './identify.ts';
import type { Identity } from './identity.ts';

const SAY: Readonly<Record<string, string>> = {
  'second-factor': 'The second factor was not given yet.',
  'new-password': 'A new password has to be chosen first.',
  enrol: 'A second factor has to be set up first.',
};

/** Paths where people look after accounts: a stolen token must not make a lasting one. */
const OF_PEOPLE = /^\/api\/(account|session)(\/|$)/;

function refusal(identity: Identity | null, who: Access, request: FastifyRequest): ApiProblem | null {
  if (who === 'public') return null;
  if (identity === null) return new ApiProblem('unauthenticated', 'Sign in first.');
  if (identity.kind !== 'person') {
    const path = request.routeOptions.url ?? '';
    if (who === 'signing-in' || OF_PEOPLE.test(path) || (identity.kind === 'token' && path.startsWith('/api/accounts')))
      return new ApiProblem('forbidden', 'Only a person who is signed in may do this.');
    if (identity.kind === 'token' && identity.readOnly && !isReading(request))
      return new ApiProblem('forbidden', 'The token may only look.');
  } else if (who !== 'signing-in' && identity.stage !== 'full') {
    return new ApiProblem('unauthenticated', SAY[identity.stage] ?? 'Sign in first.');
  }
  if (who !== 'signing-in' && !who.includes(identity.role))
    return new ApiProblem('forbidden', `The role ${identity.role} may not do this.`);
  return null;
}

/** A browser says where a change comes from; a cookie without that word was not sent by a page of ours (CSRF). */
function isUnexplainedChange(identity: Identity | null, request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  return identity?.kind === 'person' && !isReading(request) && origin === undefined && site === undefined;
}

/** Finds out who asks and lets only those through whom the access table names. Runs before a body is read. */
export function createGuard(identify: Identify) {
  return async function guard(request: FastifyRequest): Promise<void> {
    const who = accessOf(request.method, request.routeOptions.url ?? '');
    if (who === undefined) throw new ApiProblem('not-found', `Nothing answers ${request.method} ${request.url}.`);
    request.identity = await identify(request);
    const problem = refusal(request.identity, who, request);
    if (problem) throw problem;
    if (isUnexplainedChange(request.identity, request))
      throw new ApiProblem('forbidden', 'Changes of a session are accepted from the pages of this installation only.');
  };
}
