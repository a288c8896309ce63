import type { ChangeAuthor } from '@scopemap/database';
import type { FastifyRequest } from 'fastify';
import './accounts/identity.ts';

/** Where a request comes from, as the audit names it. */
export function originOf(request: FastifyRequest): string {
  return `api ${request.ip}`;
}

/** Who makes the changes of a request, and from where, as the audit names them. */
export function callerOf(request: FastifyRequest): ChangeAuthor {
  return { author: request.identity?.author ?? 'local operator', origin: originOf(request) };
}
