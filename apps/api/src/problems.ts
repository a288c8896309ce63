import type { Problem } from '@scopemap/contract';
import { isDatabaseUnavailable, isUnstorableValue } from '@scopemap/database';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { ApiProblem, type ProblemCode } from './api-problem.ts';

/** One status and one title per code. The titles are fixed: what is special about a case stands in `detail`. */
const CODES: Readonly<Record<ProblemCode, { status: number; title: string }>> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'The request needs somebody who is signed in' },
  forbidden: { status: 403, title: 'The request is not allowed' },
  'too-many-requests': { status: 429, title: 'There are too many requests' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'The request contradicts what is stored' },
  'unsupported-file': { status: 415, title: 'The file cannot be read' },
  'too-large': { status: 413, title: 'The upload is too large' },
  unavailable: { status: 503, title: 'The server cannot do this at the moment' },
  internal: { status: 500, title: 'The server failed' },
};

type ValidationError = FastifyError & { validation: readonly { instancePath: string; message?: string }[] };

/** `/prefixes/0` of the validator -> `prefixes.0`; an error of the whole input has no path. */
function fieldsOf(error: ValidationError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { instancePath, message } of error.validation) {
    const path = instancePath.split('/').filter(Boolean).join('.') || error.validationContext || 'request';
    fields[path] ??= message ?? 'is not valid';
  }
  return fields;
}

function describeFields(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([path, message]) => `${path}: ${message}`)
    .join('; ');
}

/** Every error as the problem it is told as. What is not known to be harmless to tell becomes `internal` without details. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = fieldsOf(error as unknown as ValidationError);
    return new ApiProblem('invalid-request', describeFields(fields), fields);
  }
  if (isDatabaseUnavailable(error)) {
    return new ApiProblem('unavailable', 'The database cannot be reached; try again in a moment.');
  }
  if (isUnstorableValue(error)) return new ApiProblem('invalid-request', 'A value of the request cannot be stored.');
  const { statusCode, message, code } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new ApiProblem('too-large', 'The body of the request is too large.');
  if (typeof code === 'string' && code.startsWith('FST_') && statusCode && statusCode < 500) {
    return new ApiProblem('invalid-request', message ?? 'The request cannot be read.');
  }
  return new ApiProblem('internal', 'Something went wrong here; the server log has the details under the request id.');
}

/** Answers with an RFC 9457 body. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ApiProblem): FastifyReply {
  const { status, title } = CODES[problem.code];
  const body: z.input<typeof Problem> = {
    type: `urn:scopemap:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    ...(problem.fields ? { fields: { ...problem.fields } } : {}),
    requestId: request.id,
  };
  // Serialised here: a body that some route's schema does not know must still go out as what it is.
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body);
}

/** Fastify's error handler: logs what is ours to mend, tells the rest. */
export function handleError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (problem.code === 'internal' || problem.code === 'unavailable') request.log.error({ err: error }, problem.message);
  return sendProblem(request, reply, problem);
}
