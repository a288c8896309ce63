import type { ChangeAuthor } from '@scopemap/database';
import type { FastifyRequest } from 'fastify';

/**
 * Who is written down as the author of claims and approvals. There are no accounts yet, and a name that the browser sends
 * would prove nothing, so the record says what is known: somebody who could reach this installation.
 */
const AUTHOR = 'local operator';

/** Who makes the changes of a request, and from where, as the audit names them. */
export function callerOf(request: FastifyRequest): ChangeAuthor {
  return { author: AUTHOR, origin: `api ${request.ip}` };
}
