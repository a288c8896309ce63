import { describe, expect, test } from 'vitest';
import type { DecodedMessage } from './decoded-message.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import { ADDRESS_TEMPLATE, addressRecord, datagram, hex, ipfix, set, v9 } from './testing/wire-bytes.ts';

const V9_TEMPLATES = 0;
const V9_OPTIONS = 1;
const TEMPLATES = 2;
const OPTIONS = 3;

function decodeAll(payloads: readonly Uint8Array[], options = {}): DecodedMessage[] {
  const decoder = createFlowDecoder({ limits: { compileAfter: 0 }, ...options });
  return payloads.map((payload, i) => decoder.decode(datagram(payload, { receivedAt: i + 1 })));
}

const sources = (message: DecodedMessage | undefined) => message?.records.map(({ flow }) => flow.srcAddr);
const codes = (message: DecodedMessage | undefined) => message?.problems.map(({ code }) => code);

/** The traps of the house style, section "wire traps", by their numbers. */
describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('wire traps, %s', (_title, codegen) => {
  describe('1: records without a byte', () => {
    test.each([
      [
        'IPFIX template of 0-length fields',
        ipfix([set(TEMPLATES, '0100 0002 0008 0000 000c 0000'), set(256, '00000000')]),
      ],
      ['v9 template of 0-length fields', v9([set(V9_TEMPLATES, '0100 0001 0008 0000'), set(256, '00000000')])],
      ['v9 options template without fields', v9([set(V9_OPTIONS, '0100 0000 0000'), set(256, '00000000')])],
      [
        'v9 options template of 0-length fields',
        v9([set(V9_OPTIONS, '0100 0004 0004 0001 0000 0022 0000'), set(256, '00000000')]),
      ],
    ])('%s yields nothing and a named problem', (_name, payload) => {
      const [message] = decodeAll([payload], { codegen });
      expect(message?.records).toEqual([]);
      expect(message?.options).toEqual([]);
      expect(codes(message)).toEqual(['template-record-length-0']);
    });

    test('an IPFIX template with 0 fields is a withdrawal: its data waits', () => {
      const [, message] = decodeAll(
        [ipfix([set(TEMPLATES, ADDRESS_TEMPLATE)]), ipfix([set(TEMPLATES, '0100 0000'), set(256, addressRecord(1))])],
        {
          codegen,
        },
      );
      expect(message?.records).toEqual([]);
      expect(codes(message)).toEqual(['no-template']);
    });
  });

  describe('2: lengths that lie', () => {
    const good = set(TEMPLATES, ADDRESS_TEMPLATE) + set(256, addressRecord(1));
    test.each([
      ['set length 0', ipfix([good, set(256, addressRecord(2), 0)]), ['set-length'], 1],
      ['set length 3', ipfix([good, set(256, addressRecord(2), 3)]), ['set-length'], 1],
      ['set longer than the datagram', ipfix([good, set(256, addressRecord(2), 400)]), ['set-length'], 1],
      ['message length below the header', ipfix([good], { count: 3 }), ['message-length'], 1],
      ['message length beyond the datagram', ipfix([good], { count: 4000 }), ['message-length'], 1],
      ['header cut off', ipfix([]).slice(0, 15), ['datagram-too-short'], 0],
      ['v9 header cut off', v9([]).slice(0, 19), ['datagram-too-short'], 0],
      ['one byte', hex('00'), ['datagram-too-short'], 0],
      ['no byte', hex(''), ['datagram-too-short'], 0],
      ['another version', hex('0008 0000 0000 0000'), ['unknown-version'], 0],
    ])('%s', (_name, payload, expected, records) => {
      const [message] = decodeAll([payload], { codegen });
      expect(codes(message)).toEqual(expected);
      expect(message?.records.length).toBe(records);
    });
  });

  test('3: the enterprise bit is read alike in templates and options templates', () => {
    const field = '8008 0004 0000 1234';
    const [message] = decodeAll(
      [
        ipfix([
          set(TEMPLATES, `0100 0002 0008 0004 ${field}`),
          set(OPTIONS, `0101 0002 0001 ${field} 0022 0004`),
          set(256, '0a000001 ffffffff'),
          set(257, '00000007 00000064'),
        ]),
      ],
      { codegen },
    );
    expect(message?.records.map(({ flow }) => [flow.srcAddr, flow.dstAddr])).toEqual([['10.0.0.1', null]]);
    expect(message?.options[0]?.scope).toEqual([{ enterprise: 0x1234, element: 8, value: hex('00000007') }]);
    expect(message?.options[0]?.fields).toEqual([{ enterprise: 0, element: 34, value: hex('00000064') }]);
  });

  test('3: v9 has no enterprise bit: element 40001 is one element with 16 bits', () => {
    const [message] = decodeAll(
      [v9([set(V9_TEMPLATES, '0100 0002 0008 0004 9c41 0004'), set(256, '0a000001 c6336401')])],
      { codegen },
    );
    expect(message?.records[0]?.flow.extra.natSrcAddr).toBe('198.51.100.1');
  });

  test('4: a variable-length field counts as one byte at least, so padding is no record', () => {
    const template = '0100 0002 0008 0004 0052 ffff';
    const [message] = decodeAll([ipfix([set(TEMPLATES, template), set(256, '0a000001 02 6162 00000000')])], {
      codegen,
    });
    expect(sources(message)).toEqual(['10.0.0.1']);
    expect(codes(message)).toEqual([]);
  });

  test('4: a variable-length field that runs over the end of the set ends the set', () => {
    const template = '0100 0002 0008 0004 0052 ffff';
    const [message] = decodeAll([ipfix([set(TEMPLATES, template), set(256, '0a000001 00 0a000002 ff 0010 6162')])], {
      codegen,
    });
    expect(sources(message)).toEqual(['10.0.0.1']);
    expect(codes(message)).toEqual(['record-truncated']);
  });

  describe('5: a v5 count that does not fit the datagram yields nothing', () => {
    const header = (count: string) => hex(`0005 ${count} 00000000 65000000 00000000 00000000 0000 0000`);
    test.each([['ffff'], ['0001']])('count %s, no record', (count) => {
      const [message] = decodeAll([header(count)], { codegen });
      expect(message?.records).toEqual([]);
      expect(codes(message)).toEqual(['count-does-not-fit']);
    });
  });

  test.each([
    ['0x4064: mode 1, 1 in 100', '4064', 100],
    ['0xc001: mode 3, 1 in 1', 'c001', 1],
    ['0x4000: mode without interval', '4000', null],
  ])('6: v5 sampling is the lower 14 bits: %s', (_name, sampling, expected) => {
    const record = `0a000001 0a000002 00000000 0001 0002 00000003 000000b4 00000010 00000020 0050 9c40 00 1b 06 00 0000 0000 00 00 0000`;
    const [message] = decodeAll([hex(`0005 0001 00000100 65000000 00000000 00000000 0102 ${sampling} ${record}`)], {
      codegen,
    });
    const flow = message?.records[0]?.flow;
    expect([flow?.sampling, flow?.samplingSource]).toEqual([expected, expected === null ? null : 'v5-header']);
    expect(flow?.domain).toBe(0x0102);
  });

  test('7: a set without template costs only itself', () => {
    const [message] = decodeAll(
      [
        v9([
          set(V9_TEMPLATES, ADDRESS_TEMPLATE),
          set(999, addressRecord(9)),
          set(256, addressRecord(1)),
          set(998, '01'),
          set(256, addressRecord(2)),
        ]),
      ],
      { codegen },
    );
    expect(sources(message)).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(message?.problems.map(({ code, set: at, templateId }) => [code, at, templateId])).toEqual([
      ['no-template', 2, 999],
      ['no-template', 4, 998],
    ]);
  });

  test('9: one template id in two domains, and redefined within one', () => {
    const swapped = '0100 0002 000c 0004 0008 0004';
    const [, one, two, , redefined] = decodeAll(
      [
        ipfix([set(TEMPLATES, ADDRESS_TEMPLATE)], { domain: 1 }),
        ipfix([set(256, addressRecord(1))], { domain: 1 }),
        ipfix([set(TEMPLATES, swapped), set(256, addressRecord(1))], { domain: 2 }),
        ipfix([set(TEMPLATES, swapped)], { domain: 1, sequence: 1 }),
        ipfix([set(256, addressRecord(1))], { domain: 1, sequence: 1 }),
      ],
      { codegen },
    );
    expect([sources(one), sources(two), sources(redefined)]).toEqual([['10.0.0.1'], ['10.1.0.1'], ['10.1.0.1']]);
  });

  test('10: RFC 5103 reverse elements, counters of both directions in one record', () => {
    const template = '0100 0004 0001 0008 0002 0008 8001 0008 00007279 8002 0008 00007279';
    const record = '0000000000000064 0000000000000002 00000000000000c8 0000000000000003';
    const [message] = decodeAll([ipfix([set(TEMPLATES, template), set(256, record)])], { codegen });
    const flow = message?.records[0]?.flow;
    expect([flow?.octets, flow?.packets, flow?.extra.reverseOctets, flow?.extra.reversePackets]).toEqual([
      100, 2, 200, 3,
    ]);
  });

  test('11: sets without template are counted and wait; they are decoded, with their own time, when it comes', () => {
    const decoder = createFlowDecoder({ codegen });
    const early = [1, 2].map((n) =>
      decoder.decode(datagram(v9([set(256, addressRecord(n))], { sequence: n }), { receivedAt: n * 1000 })),
    );
    expect(early.map(codes)).toEqual([['no-template'], ['no-template']]);
    expect(decoder.statistics()[0]?.waiting).toEqual({ sets: 2, bytes: 16, dropped: 0, recovered: 0 });
    const message = decoder.decode(
      datagram(v9([set(V9_TEMPLATES, ADDRESS_TEMPLATE), set(256, addressRecord(3))], { sequence: 3 }), {
        receivedAt: 9000,
      }),
    );
    expect(
      message.records.map(({ receivedAt, late, set: at, flow }) => [receivedAt, late, at, flow.sequence, flow.srcAddr]),
    ).toEqual([
      [1000, true, 1, 1, '10.0.0.1'],
      [2000, true, 1, 2, '10.0.0.2'],
      [9000, false, 2, 3, '10.0.0.3'],
    ]);
    expect(decoder.statistics()[0]?.waiting).toEqual({ sets: 0, bytes: 0, dropped: 0, recovered: 2 });
  });
});

describe('8: the port in the key of template memory', () => {
  const template = v9([set(V9_TEMPLATES, ADDRESS_TEMPLATE)], { sequence: 1 });
  const data = (sequence: number) => v9([set(256, addressRecord(7))], { sequence });

  test('two ports of one exporter have ids of their own', () => {
    const decoder = createFlowDecoder();
    decoder.decode(datagram(template, { port: 1000 }));
    decoder.decode(
      datagram(v9([set(V9_TEMPLATES, '0100 0002 000c 0004 0008 0004')], { sequence: 900 }), { port: 2000 }),
    );
    const at = (port: number, sequence: number) => sources(decoder.decode(datagram(data(sequence), { port })));
    expect([at(1000, 2), at(2000, 901), at(1000, 3)]).toEqual([['10.0.0.7'], ['10.1.0.7'], ['10.0.0.7']]);
  });

  test('a port that sent no template does not borrow one', () => {
    const decoder = createFlowDecoder();
    decoder.decode(datagram(template, { port: 1000 }));
    expect(codes(decoder.decode(datagram(data(500), { port: 2000 })))).toEqual(['no-template']);
  });

  test('an exporter that restarts on another port announces its templates, and data ahead of them waits', () => {
    const decoder = createFlowDecoder();
    decoder.decode(datagram(template, { port: 1000 }));
    expect(
      sources(decoder.decode(datagram(v9([set(256, addressRecord(7))], { sequence: 0, uptime: 10 }), { port: 2000 }))),
    ).toEqual([]);
    const announced = decoder.decode(
      datagram(v9([set(V9_TEMPLATES, ADDRESS_TEMPLATE)], { sequence: 1, uptime: 20 }), { port: 2000 }),
    );
    expect(sources(announced)).toEqual(['10.0.0.7']);
  });

  test('an exporter whose port is changed on the way goes on: its sequence numbers say that it is the same', () => {
    const decoder = createFlowDecoder();
    decoder.decode(datagram(template, { port: 1000 }));
    expect(sources(decoder.decode(datagram(data(2), { port: 1000 })))).toEqual(['10.0.0.7']);
    expect(sources(decoder.decode(datagram(data(3), { port: 2000 })))).toEqual(['10.0.0.7']);
  });

  test('two exporters behind one address are told apart by port and domain', () => {
    const decoder = createFlowDecoder();
    decoder.decode(datagram(v9([set(V9_TEMPLATES, ADDRESS_TEMPLATE)], { domain: 1 }), { port: 1000 }));
    expect(codes(decoder.decode(datagram(v9([set(256, addressRecord(1))], { domain: 2 }), { port: 1000 })))).toEqual([
      'no-template',
    ]);
  });
});
