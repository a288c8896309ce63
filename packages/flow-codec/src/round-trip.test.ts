import { parseIp } from '@scopemap/net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeIpfix,
  encodeList,
  encodeV5,
  encodeV9,
  type FieldSpecifier,
  type FieldValue,
  type MessageSet,
  VARIABLE_LENGTH,
} from './encode/index.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import type { FlowRecord } from './flow-record.ts';
import { datagram, EXPORT_SECONDS } from './testing/wire-bytes.ts';

/** A field, a value for it, and what must be in the record. */
interface Piece {
  readonly field: FieldSpecifier;
  readonly value: FieldValue;
  readonly expected: Partial<FlowRecord>;
}

const bytesOf = (address: string) => parseIp(address) as Uint8Array;
const address4 = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.7.${a}.${b}`);
const address6 = fc.integer({ min: 1, max: 0xffff }).map((host) => `2001:db8::${host.toString(16)}`);

function number(
  id: number,
  lengths: readonly number[],
  expected: (value: number) => Partial<FlowRecord>,
): fc.Arbitrary<Piece> {
  return fc.constantFrom(...lengths).chain((length) =>
    fc.integer({ min: 0, max: Math.min(256 ** length - 1, Number.MAX_SAFE_INTEGER) }).map((value) => ({
      field: { id, length },
      value,
      expected: expected(value),
    })),
  );
}

/** Fields that no record shows: unknown ones, texts, enterprise elements, padding. */
const silent: fc.Arbitrary<Piece> = fc.oneof(
  fc
    .uint8Array({ maxLength: 300 })
    .map((value) => ({ field: { id: 82, length: VARIABLE_LENGTH }, value, expected: {} })),
  fc
    .uint8Array({ maxLength: 20 })
    .map((value) => ({ field: { id: 371, length: VARIABLE_LENGTH, longForm: true }, value, expected: {} })),
  fc
    .uint8Array({ minLength: 3, maxLength: 3 })
    .map((value) => ({ field: { id: 210, length: 3 }, value, expected: {} })),
);
const enterprise: fc.Arbitrary<Piece> = fc
  .uint8Array({ minLength: 5, maxLength: 5 })
  .map((value) => ({ field: { enterprise: 4321, id: 8, length: 5 }, value, expected: {} }));

const addresses: fc.Arbitrary<Piece[]> = fc.oneof(
  fc.tuple(address4, address4).map(([srcAddr, dstAddr]) => [
    { field: { id: 8, length: 4 }, value: bytesOf(srcAddr), expected: { srcAddr, ipVersion: 4 as const } },
    { field: { id: 12, length: 4 }, value: bytesOf(dstAddr), expected: { dstAddr } },
  ]),
  fc.tuple(address6, address6).map(([srcAddr, dstAddr]) => [
    { field: { id: 27, length: 16 }, value: bytesOf(srcAddr), expected: { srcAddr, ipVersion: 6 as const } },
    { field: { id: 28, length: 16 }, value: bytesOf(dstAddr), expected: { dstAddr } },
  ]),
);
const UPTIME = 400_000_000;
const numbers = [
  number(7, [2], (srcPort) => ({ srcPort })),
  number(11, [2], (dstPort) => ({ dstPort })),
  number(4, [1], (protocol) => ({ protocol })),
  number(6, [1, 2], (tcpFlags) => ({ tcpFlags })),
  number(1, [1, 2, 3, 4, 5, 6, 7, 8], (octets) => ({ octets })),
  number(2, [1, 2, 3, 4, 5, 6, 7, 8], (packets) => ({ packets })),
  number(153, [8], (end) => ({ end })),
  number(34, [1, 2, 4], (rate) => ({ sampling: rate || null, samplingSource: rate ? ('record' as const) : null })),
];

const subset = <T>(list: fc.Arbitrary<T>[]) => fc.subarray(list).chain((chosen) => fc.tuple(...chosen));
const record = (version: 9 | 10) =>
  fc
    .tuple(
      addresses,
      subset(numbers),
      version === 10 ? fc.array(fc.oneof(silent, enterprise), { maxLength: 4 }) : fc.constant([]),
    )
    .chain(([first, second, third]) => {
      const pieces: Piece[] = [...first, ...second, ...third];
      return fc.shuffledSubarray(pieces, { minLength: pieces.length });
    });

const encode = (version: 9 | 10, domain: number, sets: MessageSet[]) =>
  version === 9
    ? encodeV9({ sysUptime: UPTIME, exportTime: EXPORT_SECONDS, sequence: 5, sourceId: domain, sets })
    : encodeIpfix({ exportTime: EXPORT_SECONDS, sequence: 5, domain, sets });

const EMPTY: Partial<FlowRecord> = {
  ipVersion: null,
  srcAddr: null,
  dstAddr: null,
  srcPort: null,
  dstPort: null,
  protocol: null,
  tcpFlags: null,
  octets: null,
  packets: null,
  start: null,
  end: null,
  sampling: null,
  samplingSource: null,
};

describe.each([9, 10] as const)('decode(encode(x)) = x, version %i', (version) => {
  test.each([
    ['generated reader', true],
    ['interpreter', false],
  ])('%s: any template, several domains, padding', (_name, codegen) => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(record(version), fc.integer({ min: 1, max: 5 }), fc.nat({ max: 0xffffffff }), fc.nat({ max: 3 })),
          { minLength: 1, maxLength: 4 },
        ),
        (templates) => {
          const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
          for (const [i, [pieces, count, domain, padding]] of templates.entries()) {
            const template = { id: 256 + i, fields: pieces.map(({ field }) => field) };
            const values = pieces.map(({ value }) => value);
            const message = decoder.decode(
              datagram(
                encode(version, domain, [
                  { kind: 'templates', templates: [template] },
                  { kind: 'data', template, records: Array.from({ length: count }, () => values), padding },
                ]),
              ),
            );
            const expected = Object.assign({}, EMPTY, ...pieces.map((piece) => piece.expected)) as Partial<FlowRecord>;
            expect(message.problems).toEqual([]);
            expect(message.records.map(({ flow }) => flow)).toEqual(
              Array.from({ length: count }, () => ({
                ...expected,
                version,
                exporter: '192.0.2.1',
                domain,
                sequence: 5,
                templateId: template.id,
                extra: {},
              })),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('decode(encode(x)) = x, version 5', () => {
  const v5Record = fc.record({
    srcAddr: address4,
    dstAddr: address4,
    srcPort: fc.nat(65535),
    dstPort: fc.nat(65535),
    protocol: fc.nat(255),
    tcpFlags: fc.nat(255),
    octets: fc.nat(0xffffffff),
    packets: fc.nat(0xffffffff),
    inputIf: fc.nat(65535),
    outputIf: fc.nat(65535),
    first: fc.integer({ min: UPTIME - 1_000_000, max: UPTIME }),
    last: fc.integer({ min: UPTIME - 1_000_000, max: UPTIME }),
  });
  fc.assert(
    fc.property(
      fc.array(v5Record, { maxLength: 30 }),
      fc.nat(0x3fff),
      fc.nat(255),
      (records, samplingInterval, engineId) => {
        const payload = encodeV5({
          sysUptime: UPTIME,
          exportSeconds: EXPORT_SECONDS,
          exportNanoseconds: 500_000_000,
          sequence: 9,
          engineType: 1,
          engineId,
          samplingMode: 1,
          samplingInterval,
          records,
        });
        const message = createFlowDecoder().decode(datagram(payload));
        expect(message.problems).toEqual([]);
        expect(message.records.map(({ flow }) => flow)).toEqual(
          records.map(({ inputIf, outputIf, first, last, ...rest }) => ({
            ...rest,
            version: 5,
            exporter: '192.0.2.1',
            domain: 256 + engineId,
            sequence: 9,
            templateId: null,
            ipVersion: 4,
            start: EXPORT_SECONDS * 1000 + 500 - (UPTIME - first),
            end: EXPORT_SECONDS * 1000 + 500 - (UPTIME - last),
            sampling: samplingInterval || null,
            samplingSource: samplingInterval ? 'v5-header' : null,
            extra: { inputIf, outputIf },
          })),
        );
      },
    ),
    { numRuns: 100 },
  );
});

describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('decode(encode(x)) = x, structured data, %s', (_name, codegen) => {
  const values = fc.tuple(addresses, subset(numbers.slice(0, 6))).map(([pair, rest]) => [...pair, ...rest]);
  const ways = fc.constantFrom('subTemplateList', 'subTemplateMultiList', 'nested' as const);

  test('what lists say comes back as if the template had it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(values, ways, fc.boolean()), { minLength: 1, maxLength: 4 }), (records) => {
        const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
        for (const [pieces, way, twice] of records) {
          const inner = { id: 300, fields: pieces.map(({ field }) => field) };
          const row = pieces.map(({ value }) => value);
          const listed = { template: inner, records: twice ? [row, row] : [row] };
          const multi = encodeList({ kind: 'subTemplateMultiList', parts: [listed, { template: inner, records: [] }] });
          const middle = { id: 301, fields: [{ id: 293, length: VARIABLE_LENGTH }] };
          const value =
            way === 'subTemplateMultiList'
              ? multi
              : way === 'nested'
                ? encodeList({ kind: 'subTemplateList', template: middle, records: [[multi]] }, 'exactlyOneOf')
                : encodeList({ kind: 'subTemplateList', ...listed });
          const outer = {
            id: 302,
            fields: [
              { id: 153, length: 8 },
              { id: way === 'subTemplateMultiList' ? 293 : 292, length: VARIABLE_LENGTH },
            ],
          };
          const message = decoder.decode(
            datagram(
              encode(10, 1, [
                { kind: 'templates', templates: [inner, middle, outer] },
                { kind: 'data', template: outer, records: [[7, value]] },
              ]),
            ),
          );
          expect(message.problems.filter(({ code }) => code !== 'template-redefined')).toEqual([]);
          expect(message.records.map(({ flow }) => flow)).toMatchObject([
            Object.assign({}, EMPTY, { end: 7 }, ...pieces.map(({ expected }) => expected)),
          ]);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('the item of a basic list comes back', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 1, max: 5 }), (protocol, times) => {
        const field = { id: 4, length: 1 };
        const template = { id: 256, fields: [{ id: 291, length: VARIABLE_LENGTH }] };
        const list = encodeList({ kind: 'basicList', field, values: Array.from({ length: times }, () => protocol) });
        const message = createFlowDecoder({ codegen, limits: { compileAfter: 0 } }).decode(
          datagram(
            encode(10, 1, [
              { kind: 'templates', templates: [template] },
              { kind: 'data', template, records: [[list]] },
            ]),
          ),
        );
        expect(message.problems).toEqual([]);
        expect(message.records.map(({ flow }) => flow.protocol)).toEqual([protocol]);
      }),
      { numRuns: 60 },
    );
  });
});

test('options data comes back as it was sent', () => {
  const scopeFields = [{ id: 149, length: 4 }];
  const template = {
    id: 300,
    scopeFields,
    fields: [
      { id: 34, length: 4 },
      { enterprise: 99, id: 7, length: VARIABLE_LENGTH },
    ],
  };
  fc.assert(
    fc.property(fc.nat(0xffff), fc.uint8Array({ maxLength: 400 }), (rate, text) => {
      const message = createFlowDecoder().decode(
        datagram(
          encode(10, 1, [
            { kind: 'options-templates', templates: [template] },
            { kind: 'data', template, records: [[1, rate, text]] },
          ]),
        ),
      );
      expect(
        message.options.map(({ scope, fields }) => [
          scope.length,
          fields.map(({ enterprise, element, value }) => [enterprise, element, [...value]]),
        ]),
      ).toEqual([
        [
          1,
          [
            [0, 34, [0, 0, rate >> 8, rate & 255]],
            [99, 7, [...text]],
          ],
        ],
      ]);
    }),
    { numRuns: 50 },
  );
});
