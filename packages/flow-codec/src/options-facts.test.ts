import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';
import type { OptionsField, OptionsRecord } from './decoded-message.ts';
import { optionsFacts } from './options-facts.ts';
import { hex } from './testing/wire-bytes.ts';

const field = (element: number, value: string): OptionsField => ({ enterprise: 0, element, value: hex(value) });
const record = (version: 9 | 10, scope: OptionsField[], fields: OptionsField[]): OptionsRecord => ({
  set: 1,
  record: 1,
  receivedAt: 0,
  late: false,
  version,
  exporter: '192.0.2.1',
  domain: 0,
  templateId: 256,
  scope,
  fields,
});
const ETH0 = '65746830';

describe('optionsFacts', () => {
  test.each<[string, OptionsRecord, unknown[]]>([
    [
      'interface by a field',
      record(9, [field(1, '00000000')], [field(10, '0000004a'), field(82, `${ETH0}0000`)]),
      [{ kind: 'interface', index: 74, name: 'eth0', description: null }],
    ],
    [
      'interface by the scope of v9',
      record(9, [field(2, '0007')], [field(83, ETH0)]),
      [{ kind: 'interface', index: 7, name: null, description: 'eth0' }],
    ],
    [
      'interface by the scope of IPFIX',
      record(10, [field(10, '00000007')], [field(82, ETH0)]),
      [{ kind: 'interface', index: 7, name: 'eth0', description: null }],
    ],
    [
      'application',
      record(10, [field(95, '03000050')], [field(96, '68747470'), field(94, '57656200')]),
      [{ kind: 'application', id: '03000050', name: 'http', description: 'Web' }],
    ],
    ['VRF', record(10, [field(234, '00000001')], [field(236, ETH0)]), [{ kind: 'vrf', id: 1, name: 'eth0' }]],
    [
      'counters',
      record(9, [field(1, '00000000')], [field(41, '00000005'), field(42, '00000009')]),
      [{ kind: 'exporter-counters', octets: null, messages: 5, records: 9, flowsNotSent: null }],
    ],
    ['scope type 1 of v9 is no counter', record(9, [field(41, '00000005')], []), []],
    ['an empty name is none', record(10, [field(10, '00000007')], [field(82, '00000000')]), []],
    ['a number of 9 bytes is none', record(10, [field(10, '000000000000000007')], [field(82, ETH0)]), []],
    ['sampling is no fact of this kind', record(10, [field(302, '00000001')], [field(34, '0064')]), []],
  ])('%s', (_name, options, expected) => {
    expect(optionsFacts(options)).toEqual(expected);
  });
});

describe('decodeText', () => {
  test('gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const printable = [...text].filter((character) => character >= ' ' && character !== '\x7f').join('');
        expect(decodeText(new TextEncoder().encode(printable))).toBe(printable.trim());
      }),
    );
  });

  test.each([
    ['a lone lead byte', 'c3', '\ufffd'],
    ['a lone continuation byte', '41 80 42', 'A\ufffdB'],
    ['an overlong form', 'c080', '\ufffd\ufffd'],
    ['a surrogate', 'eda080', '\ufffd\ufffd\ufffd'],
    ['control characters', '41 0a 1b 42', 'A  B'],
  ])('%s', (_name, bytes, expected) => {
    expect(decodeText(hex(bytes))).toBe(expected);
  });
});
