import { describe, expect, test } from 'vitest';
import { createFlowDecoder } from './flow-decoder.ts';
import { datagram, hex, ipfix, set } from './testing/wire-bytes.ts';

const TEMPLATES = 2;
/** Octets of 8 bytes and one variable-length list. */
const outer = (list: number) => `0100 0002 0001 0008 ${list.toString(16).padStart(4, '0')} ffff`;
/** TCP flags of the first packet and of all others, as YAF sends them in a list. */
const YAF_TCP = '0101 0002 800e 0001 00001ad7 800f 0001 00001ad7';
const MACS = '0102 0002 0038 0006 0050 0006';
const ADDRESSES = '0103 0004 0008 0004 000c 0004 0007 0002 000b 0002';
/** Holds a list itself. */
const NESTED = '0104 0001 0124 ffff';
const ONE_NUMBER = '0105 0001 0004 0001';

const OCTETS = '0000000000000064';
const list = (bytes: string) => {
  const { length } = hex(bytes);
  return (length < 255 ? length.toString(16).padStart(2, '0') : `ff${length.toString(16).padStart(4, '0')}`) + bytes;
};
const record = (value: string) => OCTETS + list(value);

function decode(element: number, records: string, codegen: boolean) {
  const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
  const message = decoder.decode(
    datagram(
      ipfix([
        set(TEMPLATES, [outer(element), YAF_TCP, MACS, ADDRESSES, NESTED, ONE_NUMBER].join('')),
        set(256, records),
      ]),
    ),
  );
  return { message, flows: message.records.map(({ flow }) => flow), statistics: decoder.statistics() };
}

const codes = ({ message }: ReturnType<typeof decode>) => message.problems.map(({ code }) => code);

describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('structured data (RFC 6313), %s', (_title, codegen) => {
  test('sub-template multi-list of YAF: flags and MAC addresses become those of the record', () => {
    const value = '03 0101 0006 02 18 0102 0010 020000000001 020000000002';
    const result = decode(293, record(value), codegen);
    expect(codes(result)).toEqual([]);
    expect(result.flows[0]).toMatchObject({
      octets: 100,
      tcpFlags: 0x1a,
      srcAddr: null,
      extra: { initialTcpFlags: 2, srcMac: '02:00:00:00:00:01', dstMac: '02:00:00:00:00:02' },
    });
  });

  test('sub-template list: a pair of addresses with its ports', () => {
    const result = decode(292, record('03 0103 0a000001 0a000002 1000 01bb'), codegen);
    expect(result.flows[0]).toMatchObject({
      ipVersion: 4,
      srcAddr: '10.0.0.1',
      dstAddr: '10.0.0.2',
      srcPort: 4096,
      dstPort: 443,
    });
  });

  test('basic list: a value that all its items share', () => {
    const result = decode(291, record('03 0004 0001 06 06'), codegen);
    expect(result.flows[0]?.protocol).toBe(6);
    expect(codes(result)).toEqual([]);
  });

  test('each record has its own lists, and none of them leaks into the next', () => {
    const result = decode(
      292,
      record('03 0103 0a000001 0a000002 1000 01bb') + record('03 0103') + record('') + record('03 0105 11'),
      codegen,
    );
    expect(result.flows.map(({ srcAddr, dstPort, protocol }) => [srcAddr, dstPort, protocol])).toEqual([
      ['10.0.0.1', 443, null],
      [null, null, null],
      [null, null, null],
      [null, null, 17],
    ]);
    expect(codes(result)).toEqual([]);
  });

  test('a list in a list', () => {
    const result = decode(292, record('03 0104 04 03 0105 06'), codegen);
    expect(result.flows[0]?.protocol).toBe(6);
  });

  test('what the template says itself goes before what a list says', () => {
    const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
    const message = decoder.decode(
      datagram(ipfix([set(TEMPLATES, '0100 0002 0004 0001 0123 ffff'), set(256, '11 06 03 0004 0001 06')])),
    );
    expect(message.records[0]?.flow.protocol).toBe(17);
  });

  test('two values for one column: null and a named problem, not a guess', () => {
    const result = decode(291, record('03 0004 0001 06 11'), codegen);
    expect(result.flows[0]?.protocol).toBeNull();
    expect(codes(result)).toEqual(['list-ambiguous']);
    const pairs = decode(292, record('03 0103 0a000001 0a000002 1000 01bb 0a000001 0a000003 1000 01bb'), codegen);
    expect(pairs.flows[0]).toMatchObject({ ipVersion: null, srcAddr: null, dstAddr: null, srcPort: 4096 });
    expect(codes(pairs)).toEqual(['list-ambiguous']);
  });

  test('noneOf: the values are not those of the record', () => {
    const result = decode(291, record('00 0004 0001 06'), codegen);
    expect(result.flows[0]?.protocol).toBeNull();
    expect(codes(result)).toEqual([]);
  });

  test('elements that are not needed are counted by id', () => {
    const { statistics } = decode(291, record('03 8007 0002 0000162e 0102 0304'), codegen);
    expect(statistics[0]?.unknownElements).toEqual([{ enterprise: 5678, id: 7, length: 2, records: 1 }]);
  });

  test.each([
    ['basic list cut off in its header', 291, '03 0004'],
    ['basic list cut off in its enterprise number', 291, '03 8004 0001 0000'],
    ['basic list of elements without a byte', 291, '03 0004 0000 06'],
    ['basic list with half an item', 291, '03 0007 0002 1000 10'],
    ['sub-template list without template', 292, '03 01'],
    ['sub-template list of template 2', 292, '03 0002 0a'],
    ['sub-template list with half a record', 292, '03 0103 0a000001 0a000002 1000 01bb 0a000001'],
    ['multi-list with a length below 4', 293, '03 0105 0003 06'],
    ['multi-list with a length beyond its end', 293, '03 0105 0005 06 0105 0044 06'],
    ['multi-list with a rest', 293, '03 0105 0005 06 0105'],
    ['list in the list that runs over its end', 292, '03 0104 09 03 0105 06'],
  ])('%s: a named problem, and the record around it is kept', (_name, element, value) => {
    const result = decode(element, record(value) + record(''), codegen);
    expect(result.flows.map(({ octets, protocol, srcAddr, srcPort }) => [octets, protocol, srcAddr, srcPort])).toEqual([
      [100, null, null, null],
      [100, null, null, null],
    ]);
    expect(codes(result)).toEqual(['list-malformed']);
  });

  test('a template that is not known', () => {
    const result = decode(293, record('03 0999 0005 06 0105 0005 11'), codegen);
    expect(result.flows[0]?.protocol).toBe(17);
    expect(result.message.problems).toMatchObject([
      { code: 'list-template', set: 2, templateId: 256, element: { enterprise: 0, id: 293 } },
    ]);
  });

  test('nested too deep', () => {
    let value = '03 0105 06';
    for (let depth = 0; depth < 6; depth++) value = `03 0104 ${list(value)}`;
    const result = decode(292, record(value), codegen);
    expect(result.flows[0]?.protocol).toBeNull();
    expect(codes(result)).toEqual(['list-too-deep']);
  });
});
