import type { PROBLEM_CODES } from '@scopemap/contract';

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A request that fails for a reason worth telling. `fields`: path in the input -> what is wrong there. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(code: ProblemCode, detail: string, fields?: Readonly<Record<string, string>>) {
    super(detail);
    this.code = code;
    this.fields = fields;
  }
}

/** A request whose field `field` cannot be used. */
export function invalidField(field: string, message: string): ApiProblem {
  return new ApiProblem('invalid-request', `${field}: ${message}`, { [field]: message });
}
