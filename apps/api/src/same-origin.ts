import type { FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problem.ts';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request only looks (RFC 9110, section 9.2.1: safe methods). */
export function isReading({ method }: FastifyRequest): boolean {
  return READING.has(method);
}

function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host;
}

/**
 * Refuses changes that a page of another origin asks a browser for (CSRF). Programs that are no browsers send neither header and
 * pass: they bring a token.
 */
export async function refuseForeignChange(request: FastifyRequest): Promise<void> {
  if (!isReading(request) && isForeign(request)) {
    throw new ApiProblem('forbidden', 'Changes are accepted from the pages of this installation only.');
  }
}
