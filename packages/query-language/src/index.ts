export {
  type Completion,
  type Completions,
  completeQuery,
  type KnownValue,
  type Vocabulary,
} from './complete-query.ts';
export { FIELDS, type Field, type FieldName, fieldNamed, type Side } from './fields.ts';
export type { FilterRow, FilterSide } from './filter-row.ts';
export { matchQuery } from './match-query.ts';
export { parseQuery } from './parse-query.ts';
export { printQuery, quoteText } from './print-query.ts';
export type { Comparator, Query, Span, Term } from './query.ts';
export { QueryError } from './query-error.ts';
export { MAX_QUERY_LENGTH } from './scanner.ts';
export type { Value } from './value.ts';
