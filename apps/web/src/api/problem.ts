import { Problem } from '@scopemap/contract';

/** Why a call failed. `requestId` is null when the request never reached the server. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: Problem['code'];
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string | null;

  constructor(init: {
    message: string;
    status: number;
    code: Problem['code'];
    fields?: Readonly<Record<string, string>> | undefined;
    requestId?: string | null;
  }) {
    super(init.message);
    this.status = init.status;
    this.code = init.code;
    this.fields = init.fields ?? {};
    this.requestId = init.requestId ?? null;
  }
}

/** The problem (RFC 9457) in a failed answer's body, or the nearest truth when something else answered, such as a proxy. */
export function readProblem(status: number, body: string): ApiProblem {
  const problem = Problem.safeParse(parseJson(body));
  if (!problem.success) {
    return new ApiProblem({
      message: `The server answered ${status} without saying why.`,
      status,
      code: 'unavailable',
    });
  }
  const { code, detail, title, fields, requestId } = problem.data;
  return new ApiProblem({ message: detail || title, status, code, fields, requestId });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function unreachable(): ApiProblem {
  return new ApiProblem({
    message: 'The server cannot be reached. Is Scopemap still running?',
    status: 0,
    code: 'unavailable',
  });
}
