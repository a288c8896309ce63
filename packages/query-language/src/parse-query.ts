import { parsePrefix } from '@scopemap/net';
import { FIELDS, type Field, type FieldName, fieldNamed, type Side } from './fields.ts';
import { nearest } from './nearest.ts';
import type { Query, Term } from './query.ts';
import { QueryError } from './query-error.ts';
import { readValue } from './read-value.ts';
import { type Head, Scanner, type Word } from './scanner.ts';
import type { Value } from './value.ts';

/** Brackets and negations within each other. */
const MAX_DEPTH = 30;
/** Terms and values in all, so that a query stays a query. */
const MAX_VALUES = 500;

/** Kinds of field that have an order. */
const ORDERED: ReadonlySet<Field['kind']> = new Set(['day', 'quantity']);

/**
 * Reads a query (grammar in docs/query-language.md); null for an empty one, which filters nothing. Throws `QueryError` with the
 * part at fault. Time and memory are linear in the length of the text.
 */
export function parseQuery(text: string): Query | null {
  const scanner = new Scanner(text);
  if (scanner.isAtEnd) return null;
  const parser = new Parser(scanner);
  const query = parser.any();
  if (!scanner.isAtEnd) {
    throw new QueryError('a bracket is closed that was never opened', { from: scanner.at, to: scanner.at + 1 });
  }
  return query;
}

class Parser {
  readonly #scanner: Scanner;
  #depth = 0;
  #values = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  any(): Query {
    const parts = [this.#all()];
    while (this.#scanner.takeKeyword('or')) parts.push(this.#all());
    return joined('or', parts);
  }

  #all(): Query {
    const parts = [this.#unary()];
    for (;;) {
      const and = this.#scanner.takeKeyword('and');
      const next = this.#scanner.text[this.#scanner.at];
      if (next === undefined || next === ')' || this.#scanner.peekKeyword() === 'or') {
        if (and) this.#missing('after "and" something has to follow');
        return joined('and', parts);
      }
      parts.push(this.#unary());
    }
  }

  #unary(): Query {
    const from = this.#scanner.at;
    if (++this.#depth > MAX_DEPTH) {
      throw new QueryError(`brackets and negations go at most ${MAX_DEPTH} deep`, { from, to: from + 1 });
    }
    const query = this.#scanner.takeKeyword('not') || this.#scanner.minus() ? negated(this.#unary()) : this.#primary();
    this.#depth--;
    return query;
  }

  #primary(): Query {
    const open = this.#scanner.at;
    if (this.#scanner.sign('(')) {
      const query = this.any();
      if (!this.#scanner.sign(')'))
        throw new QueryError('the bracket is not closed', { from: open, to: open + 1 }, [')']);
      return query;
    }
    const head = this.#scanner.head();
    if (head) return this.#term(head);
    const expectation = 'a term such as zone:dmz, or a name, has to stand here';
    const word = this.#scanner.peekKeyword() ? this.#missing(expectation) : this.#word(expectation);
    this.#scanner.skipSpace();
    return { kind: 'term', side: null, comparator: 'is', ...namedOrWithin(word) };
  }

  #term(head: Head): Query {
    const { field, side } = fieldOf(head);
    if (head.comparator !== 'is' && !ORDERED.has(field.kind)) {
      throw new QueryError(`${field.name} has no order: write ${field.name}:…`, head, [':']);
    }
    const values: Value[] = [];
    do {
      const word = this.#word(`a value has to follow ${head.name}`);
      if (++this.#values > MAX_VALUES) throw new QueryError(`a query has at most ${MAX_VALUES} values`, word);
      values.push(readValue(field, word));
    } while (this.#scanner.sign(','));
    if (head.comparator !== 'is' && values.length > 1) {
      throw new QueryError(`${field.name}${head.comparator} takes one value`, {
        from: head.from,
        to: this.#scanner.at,
      });
    }
    this.#scanner.skipSpace();
    const term: Term = { kind: 'term', field: field.name, side, comparator: head.comparator, values };
    return head.negated ? negated(term) : term;
  }

  #word(expectation: string): Word {
    return this.#scanner.word() ?? this.#missing(expectation);
  }

  #missing(expectation: string): never {
    const { at, isAtEnd } = this.#scanner;
    throw new QueryError(expectation, { from: at, to: isAtEnd ? at : at + 1 });
  }
}

function fieldOf(head: Head): { field: Field & { readonly name: FieldName }; side: Side | null } {
  const [first, second] = head.name.toLowerCase().split('.') as [string, string | undefined];
  const span = { from: head.from, to: head.from + head.name.length };
  const field = fieldNamed(second ?? first);
  if (second !== undefined && first !== 'src' && first !== 'dst') {
    throw new QueryError(`"${first}." is no end of a relationship: src. or dst.`, span, ['src.', 'dst.']);
  }
  if (!field) {
    const names = FIELDS.map(({ name }) => name);
    const close = nearest(second ?? first, names);
    const meant = close.length > 0 ? `: did you mean ${close.join(', ')}?` : '';
    throw new QueryError(`there is no field "${head.name}"${meant}`, span, close.length > 0 ? close : names);
  }
  if (second !== undefined && !field.sided) {
    throw new QueryError(`${field.name} belongs to the relationship, not to one of its ends`, span, [field.name]);
  }
  return { field, side: second === undefined ? null : (first as Side) };
}

/** A word of its own is a prefix when it is written as one, else part of a name or an address. */
function namedOrWithin(word: Word): Pick<Term, 'field' | 'values'> {
  const prefix = !word.quoted && word.text.includes('/') ? parsePrefix(word.text) : null;
  if (prefix) return { field: 'ip', values: [{ type: 'prefix', prefix }] };
  return { field: 'host', values: [{ type: 'text', text: word.text }] };
}

function negated(query: Query): Query {
  return query.kind === 'not' ? query.of : { kind: 'not', of: query };
}

/** One flat list of parts; what has only one part is that part. */
function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  return flat.length === 1 ? (flat[0] as Query) : { kind, parts: flat };
}
