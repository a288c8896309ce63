import { formatPrefix, hasPorts } from '@scopemap/net';
import { type Comparator, fieldNamed, type Query, type Term, type Value } from '@scopemap/query-language';
import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import { statusCode } from './decision-tables.ts';

type Condition = RawBuilder<boolean>;
type End = 'c' | 's';

const ORDERS: Readonly<Record<Comparator, RawBuilder<unknown>>> = {
  is: sql`=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};

const PORTED = Array.from({ length: 256 }, (_, protocol) => protocol).filter(hasPorts);

/** Neither a folded row nor a protocol without ports has a port that could be asked for. */
const ported = sql<boolean>`(r.folded = 0 and r.protocol = any(${PORTED}::int[]))`;

/**
 * A query of the one language as a condition on `v` (a relationship with `directed`, `status`, `approved` and, when
 * {@link asksForAmounts}, `flows, packets, octets`), its row `r` and its ends `c` and `s` in `host_scope`. Decides what
 * `matchQuery` decides for the same row. Ages count back from `now`, a timestamp.
 */
export function queryCondition(query: Query, now: RawBuilder<unknown>): Condition {
  switch (query.kind) {
    case 'term':
      return anyOf(query.values.map((value) => valueCondition(query, value, now)));
    case 'not':
      return sql`not ${queryCondition(query.of, now)}`;
    case 'and':
      return sql`(${sql.join(
        query.parts.map((part) => queryCondition(part, now)),
        sql` and `,
      )})`;
    case 'or':
      return anyOf(query.parts.map((part) => queryCondition(part, now)));
  }
}

/** Whether the condition reads the counts of the period. */
export function asksForAmounts(query: Query): boolean {
  if (query.kind === 'term') return ['bytes', 'packets', 'flows'].includes(query.field);
  return query.kind === 'not' ? asksForAmounts(query.of) : query.parts.some(asksForAmounts);
}

function anyOf(conditions: readonly Condition[]): Condition {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** A sided term means that end; without side or direction both are looked at. */
function atEnd({ side }: Term, condition: (end: End) => Condition): Condition {
  const either = anyOf([condition('c'), condition('s')]);
  if (side === null) return either;
  return sql`case when v.directed then ${condition(side === 'src' ? 'c' : 's')} else ${either} end`;
}

const column = (end: End, name: string) => sql.ref(`${end}.${name}`);

function portIs(test: (port: RawBuilder<unknown>) => Condition): Condition {
  return sql`(${ported} and (${test(sql`r.port`)} or not v.directed and ${test(sql`r.client_port`)}))`;
}

function valueCondition(term: Term, value: Value, now: RawBuilder<unknown>): Condition {
  switch (value.type) {
    case 'text':
      return textCondition(term, value.text);
    case 'word':
      return wordCondition(term, value.word);
    case 'prefix':
      return atEnd(term, (end) => sql`${column(end, 'address')} <<= ${formatPrefix(value.prefix)}::inet`);
    case 'number':
      if (term.field === 'proto') return sql`r.protocol = ${value.number}`;
      return sql`${amount(term)} ${ORDERS[term.comparator]} ${value.number}::float8`;
    case 'range':
      return portIs((port) => sql`${port} between ${value.from} and ${value.to}`);
    case 'service':
      return anyOf(
        value.service.matches.map(({ protocol, port }) => {
          const byProtocol = protocol === null ? sql`true` : sql`r.protocol = ${protocol}`;
          return sql`(${byProtocol} and ${port === null ? sql`true` : portIs((at) => sql`${at} = ${port}`)})`;
        }),
      );
    case 'day': {
      const moment = term.field === 'first' ? sql`r.first_seen` : sql`r.last_seen`;
      const day = new Date(value.day).toISOString().slice(0, 10);
      return sql`(${moment} at time zone 'UTC')::date ${ORDERS[term.comparator]} ${day}::date`;
    }
    case 'age':
      return sql`r.first_seen > ${now} - ${value.age} * interval '1 millisecond'`;
    case 'yes-no':
      return value.yes ? flag(term) : sql`not ${flag(term)}`;
  }
}

function textCondition(term: Term, text: string): Condition {
  const wanted = text.toLowerCase();
  if (term.field === 'exporter') {
    return sql`exists (
      select from relationship_day d join exporter e on e.id = d.exporter_id
      where d.relationship_id = v.id
        and (position(${wanted} in lower(coalesce(e.name, ''))) > 0 or position(${wanted} in host(e.address)) > 0))`;
  }
  if (term.field === 'zone')
    return atEnd(term, (end) => sql`coalesce(lower(${column(end, 'zone_name')}) = ${wanted}, false)`);
  return atEnd(
    term,
    (end) => sql`(host(${column(end, 'address')}) = ${wanted}
      or position(${wanted} in lower(coalesce(${column(end, 'name')}, ''))) > 0)`,
  );
}

function wordCondition(term: Term, word: string): Condition {
  if (term.field === 'zone') return atEnd(term, (end) => sql`${column(end, 'zone_id')} is null`);
  const values: readonly string[] = fieldNamed(term.field)?.words?.[word] ?? [];
  switch (term.field) {
    case 'cat': {
      const codes = SCOPE_CATEGORIES.flatMap((category, code) => (values.includes(category) ? [code] : []));
      return atEnd(term, (end) => sql`${column(end, 'category')} = any(${codes}::int[])`);
    }
    case 'status':
      return sql`v.status = any(${(values as readonly Parameters<typeof statusCode>[0][]).map(statusCode)}::int[])`;
    case 'state':
      return sql`r.state::text = any(${[...values]}::text[])`;
    case 'method':
      return sql`r.method::text = any(${[...values]}::text[])`;
    default:
      return sql`r.confidence::text = any(${[...values]}::text[])`;
  }
}

function amount({ field }: Term): RawBuilder<unknown> {
  if (field === 'bytes') return sql`v.octets`;
  return field === 'packets' ? sql`v.packets` : sql`v.flows`;
}

function flag({ field }: Term): Condition {
  if (field === 'directed') return sql`v.directed`;
  return field === 'scanner' ? sql`r.scanner` : sql`v.approved`;
}
