import { parseQuery, QueryError } from '@scopemap/query-language';

export interface QueryProblem {
  readonly message: string;
  /** Part of the text at fault, UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Nearest words that may stand there. */
  readonly expected: readonly string[];
}

/** What is wrong with the text of a query; null when it can be used. */
export function queryProblem(text: string): QueryProblem | null {
  try {
    parseQuery(text);
    return null;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { message: error.message, from: error.span.from, to: error.span.to, expected: error.expected };
  }
}
