import type { Span } from './query.ts';

/** The query cannot be used; `span` is the part of the text that is at fault, empty when something is missing there. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly span: Span;
  /** What may stand there instead, nearest first; may be empty. */
  readonly expected: readonly string[];

  constructor(message: string, span: Span, expected: readonly string[] = []) {
    super(message);
    this.span = span;
    this.expected = expected;
  }
}
