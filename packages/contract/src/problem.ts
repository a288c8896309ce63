import { z } from 'zod';

/** Why a request failed. Closed list; docs/errors.md explains each. */
export const PROBLEM_CODES = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'too-many-requests',
  'not-found',
  'conflict',
  'unsupported-file',
  'too-large',
  'unavailable',
  'internal',
] as const;

/** Body of every failed request (RFC 9457). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string(),
  /** Where in the input: field path -> message. */
  fields: z.record(z.string(), z.string()).optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
