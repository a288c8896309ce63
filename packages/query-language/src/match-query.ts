import { parseIp, prefixContains } from '@scopemap/net';
import { type FieldName, fieldNamed } from './fields.ts';
import type { FilterRow, FilterSide } from './filter-row.ts';
import type { Comparator, Query, Term } from './query.ts';
import type { Value } from './value.ts';

/** Does the relationship fit the query? `now` is the end of the period that ages count back from: milliseconds since 1970 UTC. */
export function matchQuery(query: Query, row: FilterRow, now: number): boolean {
  switch (query.kind) {
    case 'term':
      return matchTerm(query, row, now);
    case 'not':
      return !matchQuery(query.of, row, now);
    case 'and':
      return query.parts.every((part) => matchQuery(part, row, now));
    case 'or':
      return query.parts.some((part) => matchQuery(part, row, now));
  }
}

function matchTerm(term: Term, row: FilterRow, now: number): boolean {
  return term.values.some((value) => matchValue(term, value, row, now));
}

/** A sided term means that end; without side or direction both are looked at, since hiding what is not known would mislead. */
function sidesOf({ side }: Term, { client, server, directed }: FilterRow): readonly FilterSide[] {
  if (side === null || !directed) return [client, server];
  return [side === 'src' ? client : server];
}

function matchValue(term: Term, value: Value, row: FilterRow, now: number): boolean {
  switch (value.type) {
    case 'text':
      return matchText(term, value.text, row);
    case 'word':
      return matchWord(term, value.word, row);
    case 'prefix':
      return sidesOf(term, row).some(({ address }) => {
        const bytes = parseIp(address);
        return bytes !== null && prefixContains(value.prefix, bytes);
      });
    case 'number':
      return term.field === 'proto'
        ? row.protocol === value.number
        : compare(quantityOf(term.field, row), term.comparator, value.number);
    case 'range':
      return portsOf(row).some((port) => port >= value.from && port <= value.to);
    case 'service':
      return value.service.matches.some(
        ({ protocol, port }) =>
          (protocol === null || row.protocol === protocol) && (port === null || portsOf(row).includes(port)),
      );
    case 'day':
      return compareDay(term.field === 'first' ? row.firstSeen : row.lastSeen, term.comparator, value.day);
    case 'age':
      return row.firstSeen > now - value.age;
    case 'yes-no':
      return flagOf(term.field, row) === value.yes;
  }
}

function matchText(term: Term, text: string, row: FilterRow): boolean {
  const wanted = text.toLowerCase();
  if (term.field === 'exporter') return row.exporters.some((name) => name.toLowerCase().includes(wanted));
  if (term.field === 'zone') return sidesOf(term, row).some(({ zone }) => zone?.toLowerCase() === wanted);
  return sidesOf(term, row).some(
    ({ name, address }) => address === wanted || (name?.toLowerCase().includes(wanted) ?? false),
  );
}

function matchWord(term: Term, word: string, row: FilterRow): boolean {
  if (term.field === 'zone') return sidesOf(term, row).some(({ zone }) => zone === null);
  const values = fieldNamed(term.field)?.words?.[word] ?? [];
  switch (term.field) {
    case 'cat':
      return sidesOf(term, row).some(({ category }) => values.includes(category));
    case 'status':
      return values.includes(row.status);
    case 'state':
      return values.includes(row.state);
    case 'method':
      return values.includes(row.method);
    default:
      return values.includes(row.confidence);
  }
}

/** The service's port; both when it is not known which of the two it is. */
function portsOf({ port, clientPort, directed }: FilterRow): number[] {
  return [port, directed ? null : clientPort].filter((known) => known !== null);
}

function quantityOf(field: FieldName, row: FilterRow): number {
  if (field === 'bytes') return row.octets;
  return field === 'packets' ? row.packets : row.flows;
}

function flagOf(field: FieldName, row: FilterRow): boolean {
  if (field === 'directed') return row.directed;
  return field === 'scanner' ? row.scanner : row.justified;
}

function compare(value: number, comparator: Comparator, bound: number): boolean {
  switch (comparator) {
    case 'is':
      return value === bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}

const DAY_MS = 86_400_000;

/** A moment against a whole UTC day: `>` begins after its end. */
function compareDay(moment: number, comparator: Comparator, day: number): boolean {
  return compare(Math.floor(moment / DAY_MS) * DAY_MS, comparator, day);
}
