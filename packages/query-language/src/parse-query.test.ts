import { parsePrefix } from '@scopemap/net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS } from './fields.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';
import type { Query, Term } from './query.ts';
import { QueryError } from './query-error.ts';
import { MAX_QUERY_LENGTH } from './scanner.ts';
import type { Value } from './value.ts';

describe('parseQuery reads', () => {
  const cases: readonly (readonly [text: string, printed: string | null])[] = [
    ['', null],
    ['   ', null],
    ['cat:cde', 'cat:cde'],
    ['category:CDE', 'cat:cde'],
    ['zone:"Card vault"', 'zone:"Card vault"'],
    ['zone:none', 'zone:none'],
    ['zone:"none"', 'zone:"none"'],
    ['host:bi-02', 'host:bi-02'],
    ['bi-02', 'host:bi-02'],
    ['"new york"', 'host:"new york"'],
    ['ip:10.10.0.0/16', 'ip:10.10.0.0/16'],
    ['ip:10.10.0.7', 'ip:10.10.0.7/32'],
    ['ip:2001:db8::/32', 'ip:2001:db8::/32'],
    ['10.10.0.0/16', 'ip:10.10.0.0/16'],
    ['-2001:db8::/32', '-ip:2001:db8::/32'],
    ['"10.10.0.0/16"', 'host:10.10.0.0/16'],
    ['a/b', 'host:a/b'],
    ['2001:db8::1', 'host:2001:db8::1'],
    ['fe::1', 'host:fe::1'],
    ['src.zone:corp dst.cat:cde', 'src.zone:corp dst.cat:cde'],
    ['port:443,1433', 'port:443,1433'],
    ['port:443, 1433', 'port:443,1433'],
    ['port:8000-8099', 'port:8000-8099'],
    ['proto:tcp', 'proto:tcp'],
    ['proto:6', 'proto:tcp'],
    ['svc:https', 'svc:https'],
    ['svc:443/tcp', 'svc:443/tcp'],
    ['status:unreviewed,violation', 'status:unreviewed,violation'],
    ['new:7d', 'new:7d'],
    ['seen>2026-09-01', 'seen>2026-09-01'],
    ['bytes>10M', 'bytes>10M'],
    ['exporter:core-sw-1', 'exporter:core-sw-1'],
    ['justified:no', 'justified:no'],
    ['status!=approved', '-status:approved'],
    ['-zone:dmz', '-zone:dmz'],
    ['not zone:dmz', '-zone:dmz'],
    ['not not zone:dmz', 'zone:dmz'],
    ['a and b', 'host:a host:b'],
    ['a b or c', 'host:a host:b or host:c'],
    ['a (b or c)', 'host:a (host:b or host:c)'],
    ['-(a or b)', '-(host:a or host:b)'],
    ['(a) (b (c))', 'host:a host:b host:c'],
    ['order', 'host:order'],
    ['a OR b', 'host:a or host:b'],
  ];
  it.each(cases)('%s', (text, printed) => {
    const query = parseQuery(text);
    expect(query && printQuery(query)).toBe(printed);
  });
});

describe('parseQuery refuses, and names the place', () => {
  const cases: readonly (readonly [text: string, fault: string, message: RegExp])[] = [
    ['zone:dmz sttus:approved', 'sttus', /no field "sttus": did you mean status/],
    ['status:aproved', 'aproved', /not one of violation, unreviewed, approved/],
    ['client.zone:x', 'client.zone', /src\. or dst\./],
    ['src.port:443', 'src.port', /belongs to the relationship/],
    ['port:70000', '70000', /port from 0 to 65535/],
    ['port:90-80', '90-80', /end lies before/],
    ['ip:10.0.0.1/8', '10.0.0.1/8', /bits behind the length/],
    ['zone:', '', /a value has to follow zone/],
    ['zone:a,', '', /a value has to follow zone/],
    ['(zone:a', '(', /not closed/],
    ['zone:a)', ')', /never opened/],
    ['zone:"a', '"a', /quotation mark/],
    ['zone>a', 'zone>', /no order/],
    ['bytes>1k,2k', 'bytes>1k,2k', /takes one value/],
    ['seen>2026-02-30', '2026-02-30', /a day written/],
    ['new:soon', 'soon', /length of time/],
    ['a or', '', /has to stand here/],
    ['a and', '', /after "and"/],
    ['a and or b', 'o', /after "and"/],
    ['or a', 'o', /has to stand here/],
    ['()', ')', /has to stand here/],
    ['svc:htps', 'htps', /service name/],
  ];
  it.each(cases)('%s', (text, fault, message) => {
    const error = errorOf(text);
    expect(error.message).toMatch(message);
    expect(text.slice(error.span.from, error.span.to)).toBe(fault);
  });

  it('what is nested too deep or too long', () => {
    expect(errorOf('('.repeat(31)).message).toMatch(/30 deep/);
    expect(errorOf(`${'-'.repeat(40)}a`).message).toMatch(/30 deep/);
    expect(errorOf('a'.repeat(MAX_QUERY_LENGTH + 1)).message).toMatch(/at most/);
    expect(errorOf(`port:${'1,'.repeat(600)}1`).message).toMatch(/500 values/);
  });
});

function errorOf(text: string): QueryError {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

const text = fc
  .string({ unit: fc.constantFrom(...'ab9-.:*%"\\() ,=<>ñ'), minLength: 1, maxLength: 12 })
  .map((content): Value => ({ type: 'text', text: content }));
const values: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  text,
  zone: fc.oneof(text, fc.constant<Value>({ type: 'word', word: 'none' })),
  prefix: fc.constantFrom('10.0.0.0/8', '192.0.2.1/32', '2001:db8::/32').map(
    (content): Value => ({
      type: 'prefix',
      prefix: parsePrefix(content) as NonNullable<ReturnType<typeof parsePrefix>>,
    }),
  ),
  port: fc
    .tuple(fc.nat(65_535), fc.nat(65_535))
    .map(([a, b]): Value => ({ type: 'range', from: Math.min(a, b), to: Math.max(a, b) })),
  day: fc.nat(20_000).map((day): Value => ({ type: 'day', day: day * 86_400_000 })),
  'yes-no': fc.boolean().map((yes): Value => ({ type: 'yes-no', yes })),
};

const term: fc.Arbitrary<Term> = fc
  .constantFrom(...FIELDS.filter(({ kind }) => kind in values))
  .chain(({ name, kind, sided }) =>
    fc.record({
      kind: fc.constant('term' as const),
      field: fc.constant(name),
      side: sided ? fc.constantFrom(null, 'src' as const, 'dst' as const) : fc.constant(null),
      comparator:
        kind === 'day' ? fc.constantFrom('is' as const, '<' as const, '>=' as const) : fc.constant('is' as const),
      values: fc.array(values[kind] as fc.Arbitrary<Value>, { minLength: 1, maxLength: kind === 'day' ? 1 : 3 }),
    }),
  );

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    tie('query').map((of): Query => (of.kind === 'not' ? of.of : { kind: 'not', of })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 3 }))
      .map(
        ([kind, parts]): Query => ({
          kind,
          parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])),
        }),
      ),
  ),
}));

describe('for every query', () => {
  it('what is printed reads back as the same', () => {
    fc.assert(
      fc.property(query, (wanted) => {
        expect(parseQuery(printQuery(wanted))).toEqual(wanted);
      }),
    );
  });

  it('any text is read or refused with a place inside it', () => {
    const words = fc.constantFrom(
      'zone:',
      'a',
      '(',
      ')',
      '"',
      '-',
      'or',
      'and',
      'not',
      ' ',
      ',',
      'port:',
      '1',
      'src.',
      '>',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (typed) => {
          try {
            const read = parseQuery(typed);
            if (read) expect(parseQuery(printQuery(read))).toEqual(read);
          } catch (error) {
            expect(error).toBeInstanceOf(QueryError);
            const { span } = error as QueryError;
            expect(span.from).toBeGreaterThanOrEqual(0);
            expect(span.to).toBeGreaterThanOrEqual(span.from);
            expect(span.to).toBeLessThanOrEqual(typed.length);
          }
        },
      ),
    );
  });
});
