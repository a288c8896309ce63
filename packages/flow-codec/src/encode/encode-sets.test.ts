import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeIpfix } from './encode-ipfix.ts';
import { encodeV9 } from './encode-v9.ts';
import {
  type FieldSpecifier,
  type MessageSet,
  type OptionsTemplate,
  type Template,
  VARIABLE_LENGTH,
} from './field-specifier.ts';
import { readMessage } from './testing/read-message.ts';

const hexOf = (bytes: Uint8Array) => bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');
const ipfix = (...sets: MessageSet[]) => encodeIpfix({ exportTime: 1, sequence: 2, domain: 3, sets });
const v9 = (...sets: MessageSet[]) => encodeV9({ sysUptime: 1, exportTime: 2, sequence: 3, sourceId: 4, sets });
const ipfixSets = (...sets: MessageSet[]) => hexOf(ipfix(...sets).subarray(16));
const v9Sets = (...sets: MessageSet[]) => hexOf(v9(...sets).subarray(20));
const spaceless = (text: string) => text.replaceAll(' ', '');

const TEMPLATE: Template = {
  id: 256,
  fields: [
    { id: 8, length: 4 },
    { id: 1, length: 2 },
  ],
};
const OPTIONS: OptionsTemplate = {
  id: 257,
  scopeFields: [{ id: 1, length: 4 }],
  fields: [
    { id: 34, length: 4 },
    { id: 35, length: 1 },
  ],
};
const ENTERPRISE: Template = { id: 258, fields: [{ enterprise: 29_305, id: 1, length: 4 }] };

describe('headers', () => {
  test('IPFIX: length, export time, sequence, domain', () => {
    expect(hexOf(ipfix())).toBe(spaceless('000a 0010 00000001 00000002 00000003'));
  });

  test('v9: the count is that of the records of all sets', () => {
    const sets: MessageSet[] = [
      { kind: 'templates', templates: [TEMPLATE] },
      { kind: 'options-templates', templates: [OPTIONS] },
      {
        kind: 'data',
        template: TEMPLATE,
        records: [
          [1, 2],
          [3, 4],
        ],
      },
    ];
    expect(hexOf(v9(...sets).subarray(0, 20))).toBe(spaceless('0009 0004 00000001 00000002 00000003 00000004'));
  });
});

describe('templates', () => {
  test.each([
    ['IPFIX', ipfixSets, '0002 0010'],
    ['v9', v9Sets, '0000 0010'],
  ])('%s', (_name, sets, head) => {
    expect(sets({ kind: 'templates', templates: [TEMPLATE] })).toBe(spaceless(`${head} 0100 0002 0008 0004 0001 0002`));
  });

  test('options in IPFIX count fields, in v9 bytes', () => {
    const set: MessageSet = { kind: 'options-templates', templates: [OPTIONS] };
    expect(ipfixSets(set)).toBe(spaceless('0003 0018 0101 0003 0001 0001 0004 0022 0004 0023 0001 0000'));
    expect(v9Sets(set)).toBe(spaceless('0001 0018 0101 0004 0008 0001 0004 0022 0004 0023 0001 0000'));
  });

  test('enterprise numbers follow their field', () => {
    expect(ipfixSets({ kind: 'templates', templates: [ENTERPRISE] })).toBe(
      spaceless('0002 0010 0102 0001 8001 0004 00007279'),
    );
  });

  test('withdrawals of one and of all', () => {
    expect(ipfixSets({ kind: 'withdrawals', ids: [256, 300] })).toBe(spaceless('0002 000c 0100 0000 012c 0000'));
    expect(ipfixSets({ kind: 'withdrawals', ids: [3], options: true })).toBe(spaceless('0003 0008 0003 0000'));
  });
});

describe('data', () => {
  test('numbers, bytes and reduced sizes', () => {
    const records = [
      [new Uint8Array([10, 0, 0, 1]), 7],
      [0x0a000002, 8n],
    ];
    expect(ipfixSets({ kind: 'data', template: TEMPLATE, records })).toBe(
      spaceless('0100 0010 0a000001 0007 0a000002 0008'),
    );
  });

  test('variable lengths of 1 and 3 bytes', () => {
    const field = { id: 82, length: VARIABLE_LENGTH };
    const template = { id: 256, fields: [field, { ...field, longForm: true }, field] };
    const long = new Uint8Array(255).fill(0x61);
    const records = [[new Uint8Array([0x62]), new Uint8Array([0x63, 0x64]), long]];
    const body = `0162 ff0002 6364 ff00ff ${hexOf(long)}`;
    expect(ipfixSets({ kind: 'data', template, records, padding: 0 })).toBe(spaceless(`0100 010d ${body}`));
  });

  test('scope fields come first', () => {
    expect(ipfixSets({ kind: 'data', template: OPTIONS, records: [[1, 2, 3]] })).toBe(
      spaceless('0101 0010 00000001 00000002 03 000000'),
    );
  });

  test('padding as asked for', () => {
    expect(ipfixSets({ kind: 'data', template: TEMPLATE, records: [[1, 2]], padding: 3 })).toBe(
      spaceless('0100 000d 00000001 0002 000000'),
    );
  });

  test('no padding that could be taken for a record', () => {
    const template = { id: 256, fields: [{ id: 4, length: 1 }] };
    expect(ipfixSets({ kind: 'data', template, records: [[6]] })).toBe(spaceless('0100 0005 06'));
  });

  test('raw sets hold anything', () => {
    expect(ipfixSets({ kind: 'raw', setId: 9, bytes: new Uint8Array([1]) })).toBe(spaceless('0009 0005 01'));
  });
});

describe('refused', () => {
  test.each<[string, () => Uint8Array, string]>([
    [
      'enterprise numbers in v9',
      () => v9({ kind: 'templates', templates: [ENTERPRISE] }),
      'NetFlow v9 has no enterprise numbers',
    ],
    ['withdrawals in v9', () => v9({ kind: 'withdrawals', ids: [256] }), 'NetFlow v9 has no template withdrawals'],
    [
      'element ids of 16 bits in IPFIX',
      () => ipfix({ kind: 'templates', templates: [{ id: 256, fields: [{ id: 40_001, length: 4 }] }] }),
      'IPFIX element ids have 15 bits',
    ],
    [
      'another number of values',
      () => ipfix({ kind: 'data', template: TEMPLATE, records: [[1]] }),
      '1 values given for a template of 2 fields',
    ],
    [
      'a value that does not fit',
      () => ipfix({ kind: 'data', template: TEMPLATE, records: [[1, 65_536]] }),
      '65536 does not fit into 2 bytes',
    ],
    [
      'a number of variable length',
      () =>
        ipfix({ kind: 'data', template: { id: 256, fields: [{ id: 82, length: VARIABLE_LENGTH }] }, records: [[1]] }),
      'element 82 has a variable length: give bytes',
    ],
    [
      'more than 65535 bytes',
      () => ipfix({ kind: 'raw', setId: 9, bytes: new Uint8Array(65_530) }),
      'length 65550 does not fit into 16 bits',
    ],
  ])('%s', (_name, encode, message) => {
    expect(encode).toThrow(message);
  });
});

/** Templates with their records: any lengths, enterprises and forms. */
const specifier = fc.record({
  enterprise: fc.constantFrom(0, 9, 29_305),
  id: fc.integer({ min: 1, max: 0x7fff }),
  length: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(VARIABLE_LENGTH)),
  longForm: fc.boolean(),
});
const unique = fc.uniqueArray(specifier, {
  minLength: 1,
  maxLength: 6,
  selector: ({ enterprise, id }) => `${enterprise}/${id}`,
});

function bytesFor(field: FieldSpecifier): fc.Arbitrary<Uint8Array> {
  return field.length === VARIABLE_LENGTH
    ? fc.uint8Array({ maxLength: 300 })
    : fc.uint8Array({ minLength: field.length, maxLength: field.length });
}

const dataSet = unique.chain((fields) =>
  fc.array(fc.tuple(...fields.map(bytesFor)), { maxLength: 4 }).map((records) => ({ fields, records })),
);

function numberOf(bytes: Uint8Array): number | bigint {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return bytes.length > 6 ? value : Number(value);
}

test('any sets of any templates are read back by another reader', () => {
  fc.assert(
    fc.property(fc.constantFrom(9 as const, 10 as const), fc.array(dataSet, { maxLength: 4 }), (version, parts) => {
      const plain = parts.map((part) => ({
        ...part,
        fields: version === 9 ? part.fields.map((field, i) => ({ ...field, enterprise: 0, id: i + 1 })) : part.fields,
      }));
      const sets = plain.flatMap(({ fields, records }, i): MessageSet[] => {
        const template = { id: 256 + i, fields };
        return [
          { kind: 'templates', templates: [template] },
          { kind: 'data', template, records },
        ];
      });
      const message = readMessage(version === 9 ? v9(...sets) : ipfix(...sets));
      const keys = (fields: readonly FieldSpecifier[]) =>
        fields.map(({ enterprise, id }) => (enterprise ? `${enterprise}/${id}` : String(id)));
      expect(message.sets.filter(({ setId }) => setId >= 256).map(({ records }) => records)).toEqual(
        plain.map(({ fields, records }) =>
          records.map((values) =>
            Object.fromEntries(keys(fields).map((key, i) => [key, numberOf(values[i] as Uint8Array)])),
          ),
        ),
      );
    }),
    { numRuns: 200 },
  );
});
