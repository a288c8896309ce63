import { formatPrefix } from '@scopemap/net';
import type { Query, Term } from './query.ts';
import type { Value } from './value.ts';

/** The canonical text of a query: `parseQuery` reads it back as the same query. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'term':
      return printTerm(query);
    case 'not':
      return `-${bracketed(query.of)}`;
    case 'and':
      return query.parts.map((part) => (part.kind === 'or' ? bracketed(part) : printQuery(part))).join(' ');
    case 'or':
      return query.parts.map(printQuery).join(' or ');
  }
}

function bracketed(query: Query): string {
  return query.kind === 'term' ? printTerm(query) : `(${printQuery(query)})`;
}

function printTerm({ field, side, comparator, values }: Term): string {
  const name = side === null ? field : `${side}.${field}`;
  return `${name}${comparator === 'is' ? ':' : comparator}${values.map(printValue).join(',')}`;
}

function printValue(value: Value): string {
  switch (value.type) {
    case 'text':
      return quoteText(value.text);
    case 'word':
      return value.word;
    case 'prefix':
      return formatPrefix(value.prefix);
    case 'number':
    case 'age':
      return value.text;
    case 'range':
      return value.from === value.to ? String(value.from) : `${value.from}-${value.to}`;
    case 'service':
      return quoteText(value.service.text);
    case 'day':
      return new Date(value.day).toISOString().slice(0, 10);
    case 'yes-no':
      return value.yes ? 'yes' : 'no';
  }
}

/** The text as a value of a query: in quotes when it would be read as anything else without. */
export function quoteText(text: string): string {
  const isPlain = /^[^\s",()\\]+$/.test(text) && text !== 'none';
  return isPlain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
