import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DecodedMessage } from './decoded-message.ts';
import { encodeV5 } from './encode/encode-v5.ts';
import { createFlowDecoder, type FlowDecoder } from './flow-decoder.ts';
import { type Field, flowOf } from './testing/one-record.ts';
import { readCaptureFile } from './testing/read-capture-file.ts';
import { ADDRESS_TEMPLATE, addressRecord, datagram, EXPORT_SECONDS, ipfix, set, v9 } from './testing/wire-bytes.ts';

/**
 * What real exporters do that decoders stumble over: each trait that the list of the corpus beside the repository names, by
 * that name, on a fixture or, where the capture cannot be part of the repository, on bytes written down here.
 */

const CORPUS = new URL('../../../../shared/corpus/netflow/INDEX.json', import.meta.url);

interface Session {
  readonly decoder: FlowDecoder;
  readonly messages: readonly DecodedMessage[];
}

function decodeFixture(name: string, codegen: boolean): Session {
  const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
  const file = readFileSync(new URL(`./fixtures/${name}.pcap`, import.meta.url));
  return { decoder, messages: readCaptureFile(file).map((each) => decoder.decode(each)) };
}

function decodeAll(payloads: readonly Uint8Array[], codegen: boolean): Session {
  const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
  return { decoder, messages: payloads.map((each, i) => decoder.decode(datagram(each, { receivedAt: i + 1 }))) };
}

const flows = ({ messages }: Session) => messages.flatMap(({ records }) => records.map(({ flow }) => flow));
const flowAt = (session: Session, i: number) => flows(session)[i];
const counts = ({ messages }: Session) => messages.map(({ records }) => records.length);
const codes = ({ messages }: Session) => messages.map(({ problems }) => problems.map(({ code }) => code));
const allCodes = (session: Session) => codes(session).flat();
const sources = (session: Session) => flows(session).map(({ srcAddr }) => srcAddr);
const unknownEnterprises = ({ decoder }: Session) => [
  ...new Set(
    decoder.statistics().flatMap(({ unknownElements }) => unknownElements.map(({ enterprise }) => enterprise)),
  ),
];

type Look = (session: Session) => unknown;

const ON_FIXTURES: readonly (readonly [trait: string, fixture: string, look: Look, expected: unknown])[] = [
  [
    'several datagrams cut out of one file',
    'logstash-softflowd-v5',
    (s) => [counts(s).length, flows(s).length],
    [12, 30],
  ],
  [
    'flow start before boot (first = 4294967295)',
    'logstash-softflowd-v5',
    (s) => flows(s).filter(({ start, end }) => start === null || end === null || Math.abs(end - start) > 86_400_000),
    [],
  ],
  [
    'v5 count 55582: does not fit the packet',
    'logstash-v5-invalid01',
    (s) => [counts(s), codes(s)],
    [[0], [['count-does-not-fit']]],
  ],
  [
    'times relative to sysUptime',
    'logstash-nprobe-softflowd-mixed-v9',
    (s) => [flowAt(s, 0)?.start, flowAt(s, 0)?.end],
    [1_444_331_026_140, 1_444_331_026_141],
  ],
  [
    'ICMP type and code in the destination port',
    'logstash-cisco-nbar-v9',
    (s) => [flowAt(s, 0)?.protocol, flowAt(s, 0)?.dstPort, flowAt(s, 0)?.extra.icmpType],
    [1, 2048, undefined],
  ],
  [
    'flow template without octets',
    'logstash-macaddr-v9',
    (s) => flows(s).filter(({ octets }) => octets === null).length,
    29,
  ],
  ['options templates', 'logstash-macaddr-v9', (s) => s.messages.map(({ options }) => options.length), [1, 0]],
  [
    'v9 element numbers above 32767 (no enterprise bit in v9)',
    'logstash-cisco-asa1-v9',
    (s) => [flowAt(s, 0)?.extra.natSrcAddr, unknownEnterprises(s)],
    ['192.168.14.1', []],
  ],
  [
    'post-NAT addresses',
    'logstash-cisco-asa1-v9',
    (s) => [flowAt(s, 0)?.extra.natDstAddr, flowAt(s, 0)?.extra.natSrcPort, flowAt(s, 0)?.extra.natDstPort],
    ['2.2.2.11', 0, 17_549],
  ],
  [
    'NSEL teardown events: octets only as element 85, no packets; elements 33000-33002 and 40000-40005',
    'logstash-cisco-asa1-v9',
    (s) => [flowAt(s, 0)?.octets, flowAt(s, 0)?.packets, flowAt(s, 0)?.extra.firewallEvent],
    [56, null, 2],
  ],
  ['padding bytes that are not zero', 'logstash-nprobe-v9', (s) => [counts(s), allCodes(s)], [[0, 1], []]],
  [
    'several observation domains of one exporter',
    'logstash-nprobe-softflowd-mixed-v9',
    (s) => s.messages.map(({ domain }) => domain),
    [147, 0, 147],
  ],
  [
    'two exporters behind one address, told apart by source id',
    'logstash-nprobe-softflowd-mixed-v9',
    (s) => [counts(s), allCodes(s)],
    [[0, 7, 1], []],
  ],
  ['set length not a multiple of 4', 'logstash-softflowd-ipfix', (s) => [counts(s), allCodes(s)], [[6, 1, 5], []]],
  [
    'sampling in the v5 header',
    'logstash-juniper-mx80-v5',
    (s) => [...new Set(flows(s).map(({ sampling, samplingSource }) => `${samplingSource} ${sampling}`))],
    ['v5-header 1000'],
  ],
  [
    'sets without template between decodable sets',
    'logstash-iptnetflow-v9',
    (s) => [s.messages[0]?.problems.map((problem) => problem.set), counts(s)],
    [[1, 4, 6, 8, 9, 11], [12]],
  ],
  [
    'sampler id in the record',
    'logstash-cisco-asr9k-260-v9',
    (s) => [flows(s).length, flows(s).filter(({ sampling }) => sampling !== null)],
    [21, []],
  ],
  [
    'rest of the packet filled with zeros',
    'logstash-paloalto81-zerofilled-v9',
    (s) => [counts(s), allCodes(s)],
    [[0, 1], []],
  ],
  [
    'paddingOctets element (210)',
    'logstash-vmware-vds-ipfix',
    (s) => [counts(s), unknownEnterprises(s)],
    [[0, 1, 2, 2], []],
  ],
  ['variable-length elements', 'telegraf-ipfix-35632', (s) => flows(s).map(({ dstPort }) => dstPort), [44_400, 47_707]],
  [
    'element of 255 bytes or more (3-byte length)',
    'logstash-netscaler-ipfix',
    (s) => flows(s).map(({ octets }) => octets),
    [40, 1525, 1541],
  ],
  ['elements of PEN 5951', 'logstash-netscaler-ipfix', unknownEnterprises, [5951]],
  [
    'one set without template',
    'logstash-netscaler-ipfix',
    (s) => s.messages[1]?.problems.map((problem) => [problem.code, problem.set, problem.templateId]),
    [['no-template', 3, 280]],
  ],
  ['elements of PEN 6876', 'logstash-vmware-vds-ipfix', (s) => [flows(s).length, allCodes(s)], [5, []]],
  ['PEN 6876', 'logstash-vmware-vds-ipfix', unknownEnterprises, []],
  [
    'one flow reported once per egress interface',
    'logstash-vmware-vds-ipfix',
    (s) => s.messages[2]?.records.map(({ flow }) => [flow.srcPort, flow.octets, flow.extra.outputIf]),
    [
      [138, 229, 10],
      [138, 229, 11],
    ],
  ],
  ['elements of length 0', 'logstash-0length-v9', (s) => [counts(s), allCodes(s)], [[10], []]],
  [
    'scope element of length 0',
    'logstash-juniper-srx-options-v9',
    (s) => s.messages[0]?.options[0]?.scope,
    [{ enterprise: 0, element: 1, value: new Uint8Array(0) }],
  ],
  [
    'element repeated in one template',
    'logstash-0length-v9',
    (s) => [0, 1].map((i) => [flowAt(s, i)?.extra.inputIf, flowAt(s, i)?.extra.outputIf]),
    [
      [3, 2],
      [2, 3],
    ],
  ],
  ['records with 0 octets', 'logstash-0length-v9', (s) => [flowAt(s, 0)?.octets, flowAt(s, 0)?.packets], [0, 0]],
  [
    'reverse records with 0 packets and 0 octets, forward counts in OUT_BYTES',
    'logstash-0length-v9',
    (s) => [flowAt(s, 1)?.octets, flowAt(s, 1)?.extra.octetsOut, flowAt(s, 1)?.extra.packetsOut],
    [0, 32, 1],
  ],
  [
    'ports twice: 7/11 and 182/181',
    'logstash-cisco-nbar-v9',
    (s) => [flowAt(s, 1)?.srcPort, flowAt(s, 1)?.dstPort],
    [34_220, 161],
  ],
  ['elements of PEN 35632', 'telegraf-ipfix-35632', (s) => [counts(s), allCodes(s)], [[0, 0, 1, 1], []]],
  [
    'IPFIX length differs from the datagram',
    'telegraf-issue-14370',
    (s) => [counts(s), codes(s)],
    [[2], [['message-length']]],
  ],
  [
    'template and data do not match: addresses read wrong',
    'telegraf-issue-14370',
    (s) => [flowAt(s, 0)?.srcAddr, flowAt(s, 0)?.dstAddr, flowAt(s, 0)?.start],
    ['0.0.0.0', '101.104.199.17', null],
  ],
  [
    'flow end after the export time',
    'telegraf-v9',
    (s) => flows(s).some(({ end }) => (end ?? 0) > (s.messages[0]?.exportTime ?? Infinity)),
    true,
  ],
  [
    'template of another source id',
    'fluent-v9-as2',
    (s) => [counts(s), codes(s)],
    [
      [0, 0],
      [[], ['no-template']],
    ],
  ],
  ['elements of PEN 4294967295', 'ipfixcol-enterprise-from-nfv9', (s) => counts(s).slice(0, 3), [0, 1, 7]],
  [
    'options template in v9 layout inside IPFIX',
    'ipfixcol-enterprise-from-nfv9',
    (s) => codes(s)[0],
    ['template-truncated', 'no-template'],
  ],
  ['IPFIX header followed by zeros', 'ipfixcol-header-and-zeros', (s) => [counts(s), allCodes(s)], [[0], []]],
  [
    'data before its template',
    'logstash-cisco-asa1-v9-datafirst',
    (s) => [codes(s)[0], s.messages[1]?.records.filter(({ late, receivedAt }) => late && receivedAt === 1).length],
    [['no-template'], 14],
  ],
];

const SRC4: Field = [8, '0a000001'];
const DST4: Field = [12, '0a000002'];
const SRC6: Field = [27, '20010db8000000000000000000000001'];
const DST6: Field = [28, '20010db8000000000000000000000002'];
const ZERO4: readonly Field[] = [
  [8, '00000000'],
  [12, '00000000'],
];
const BOOT = EXPORT_SECONDS * 1000 - 5000;
/** Ethernet, IPv4, UDP: 10.0.0.1 port 53 to 10.0.0.2 port 49152. */
const FRAME = `ffffffffffff 020000000001 0800 4500001c 00000000 40110000 0a000001 0a000002 0035 c000 0008 0000`;
const SAMPLER = (rate: string) => set(257, `00000000 01 ${rate}`);
const SAMPLER_TEMPLATE = set(1, '0101 0004 0008 0001 0004 0030 0001 0032 0004');
const SWAPPED = '0100 0002 000c 0004 0008 0004';

type Run = (codegen: boolean) => unknown;

const ON_BYTES: readonly (readonly [trait: string, run: Run, expected: unknown])[] = [
  [
    'sampling by options and sampler id',
    (codegen) => {
      const flow = flowOf([SRC4, [48, '01']], {
        version: 9,
        codegen,
        options: [
          [1, '00000000'],
          [48, '01'],
          [50, '00000064'],
        ],
      });
      return [flow.sampling, flow.samplingSource];
    },
    [100, 'options'],
  ],
  [
    'data set before its template in the same packet',
    (codegen) => {
      const session = decodeAll([v9([set(256, addressRecord(1)), set(0, ADDRESS_TEMPLATE)])], codegen);
      return [sources(session), allCodes(session)];
    },
    [['10.0.0.1'], ['no-template']],
  ],
  ['sampling interval in the record', (codegen) => flowOf([SRC4, [34, '00000064']], { codegen }).sampling, 100],
  [
    'template without any address',
    (codegen) => {
      const { ipVersion, srcAddr, dstAddr, octets } = flowOf([[1, '05']], { codegen });
      return [ipVersion, srcAddr, dstAddr, octets];
    },
    [null, null, null, 5],
  ],
  [
    'sampled frame instead of addresses',
    (codegen) => {
      const { frameIe, frameHeaders } = flowOf([[315, FRAME]], { codegen }).extra;
      return [frameIe, frameHeaders];
    },
    [
      315,
      [
        {
          ipVersion: 4,
          srcAddr: '10.0.0.1',
          dstAddr: '10.0.0.2',
          protocol: 17,
          length: 28,
          srcPort: 53,
          dstPort: 49_152,
        },
      ],
    ],
  ],
  ['tcpControlBits of 2 bytes', (codegen) => flowOf([SRC4, [6, '0fff']], { codegen }).tcpFlags, 4095],
  [
    'NAT events without octets',
    (codegen) => {
      const { octets, extra } = flowOf([SRC4, [230, '01'], [225, 'c6336401']], { version: 9, codegen });
      return [octets, extra.natEvent, extra.natSrcAddr];
    },
    [null, 1, '198.51.100.1'],
  ],
  [
    'elements of PEN 29305',
    (codegen) =>
      flowOf(
        [
          [1, '64'],
          [29_305, 1, 'c8'],
        ],
        { codegen },
      ).octets,
    100,
  ],
  [
    'biflow (PEN 29305)',
    (codegen) => {
      const { reverseOctets, reversePackets } = flowOf(
        [
          [1, '64'],
          [29_305, 1, 'c8'],
          [29_305, 2, '03'],
        ],
        { codegen },
      ).extra;
      return [reverseOctets, reversePackets];
    },
    [200, 3],
  ],
  ['flowDirection 255', (codegen) => flowOf([SRC4, [61, 'ff']], { codegen }).extra.direction, 255],
  [
    'IPv4 and IPv6 addresses in one template',
    (codegen) =>
      [
        [SRC6, DST6, SRC4, DST4],
        [SRC6, DST6, ...ZERO4],
      ].map((fields) => flowOf(fields, { codegen }).srcAddr),
    ['10.0.0.1', '2001:db8::1'],
  ],
  [
    'samplingPacketInterval 1, but size 1 of population 256 is the rate',
    (codegen) =>
      flowOf([SRC4, [302, '0000000000000001']], {
        codegen,
        options: [
          [302, '0000000000000001'],
          [305, '00000001'],
          [309, '00000001'],
          [310, '00000100'],
        ],
      }).sampling,
    256,
  ],
  ['sysUptime times without a known boot time', (codegen) => flowOf([SRC4, [22, '000f3e58']], { codegen }).start, null],
  [
    'tunnel templates: outer and inner header in one record',
    (codegen) => {
      const { srcAddr, extra } = flowOf([SRC6, DST6, [4, '04'], SRC4, DST4, [4, '11']], { codegen });
      return [srcAddr, extra.inner?.srcAddr, extra.inner?.protocol];
    },
    ['2001:db8::1', '10.0.0.1', 17],
  ],
  [
    'options data reassigned',
    (codegen) => {
      const template = set(0, '0100 0002 0008 0004 0030 0001');
      const data = set(256, '0a000001 01');
      const first = v9([SAMPLER_TEMPLATE, SAMPLER('00000064'), template, data]);
      return flows(decodeAll([first, v9([SAMPLER('000000c8'), data], { sequence: 1 })], codegen)).map(
        ({ sampling }) => sampling,
      );
    },
    [100, 200],
  ],
  [
    'data sets whose template never comes',
    (codegen) => {
      const { decoder } = decodeAll([v9([set(999, addressRecord(1))])], codegen);
      decoder.expire(EXPORT_SECONDS * 1000);
      return decoder.statistics()[0]?.waiting;
    },
    { sets: 0, bytes: 0, dropped: 1, recovered: 0 },
  ],
  [
    'IPFIX sysUptime times, boot time in options data (160)',
    (codegen) =>
      flowOf([SRC4, [22, '000003e8']], {
        codegen,
        options: [
          [149, '00000001'],
          [160, BOOT.toString(16).padStart(16, '0')],
        ],
      }).start,
    BOOT + 1000,
  ],
  [
    'no template at all',
    (codegen) =>
      codes(decodeAll([v9([set(256, '01'), set(257, '02')]), v9([set(256, '03')], { sequence: 1 })], codegen)),
    [['no-template', 'no-template'], ['no-template']],
  ],
  ['no template', (codegen) => counts(decodeAll([v9([set(256, addressRecord(1))])], codegen)), [0]],
  [
    'two exporters',
    (codegen) => {
      const decoder = createFlowDecoder({ codegen });
      const send = (template: string, exporter: string) =>
        decoder.decode(datagram(v9([set(0, template), set(256, addressRecord(1))]), { exporter })).records[0]?.flow
          .srcAddr;
      return [send(ADDRESS_TEMPLATE, '192.0.2.1'), send(SWAPPED, '192.0.2.2')];
    },
    ['10.0.0.1', '10.1.0.1'],
  ],
  [
    'template withdrawal',
    (codegen) => {
      const data = set(256, addressRecord(1));
      const ofV9 = decodeAll(
        [v9([set(0, ADDRESS_TEMPLATE)]), v9([set(0, '0100 0000'), data], { sequence: 1 })],
        codegen,
      );
      const ofIpfix = decodeAll([ipfix([set(2, ADDRESS_TEMPLATE)]), ipfix([set(2, '0100 0000'), data])], codegen);
      return [codes(ofV9)[1], codes(ofIpfix)[1]];
    },
    [['no-template'], ['no-template']],
  ],
  [
    'template id redefined',
    (codegen) => {
      const data = set(256, addressRecord(1));
      const session = decodeAll(
        [v9([set(0, ADDRESS_TEMPLATE), data]), v9([set(0, SWAPPED), data], { sequence: 1 })],
        codegen,
      );
      return [sources(session), codes(session)];
    },
    [
      ['10.0.0.1', '10.1.0.1'],
      [[], ['template-redefined']],
    ],
  ],
  [
    'v5 and v9 mixed',
    (codegen) => {
      const record = {
        srcAddr: '10.9.0.1',
        dstAddr: '10.9.0.2',
        packets: 1,
        octets: 40,
        first: 1,
        last: 2,
        srcPort: 1,
        dstPort: 2,
        protocol: 6,
      };
      const v5 = encodeV5({ sysUptime: 1000, exportSeconds: EXPORT_SECONDS, sequence: 7, records: [record] });
      const later = v9([set(256, addressRecord(2))], { sequence: 1 });
      const session = decodeAll([v9([set(0, ADDRESS_TEMPLATE), set(256, addressRecord(1))]), v5, later], codegen);
      return [sources(session), allCodes(session)];
    },
    [['10.0.0.1', '10.9.0.1', '10.0.0.2'], []],
  ],
  [
    'elements of PEN 16982',
    (codegen) => {
      const template = '0100 0002 fd00 0004 00004256 0008 0004';
      const session = decodeAll([ipfix([set(2, template), set(256, 'ffffffff 0a000001')])], codegen);
      return [sources(session), unknownEnterprises(session), allCodes(session)];
    },
    [['10.0.0.1'], [16_982], []],
  ],
  [
    'same traffic as ipfixcol-01-odid0, other observation domain',
    (codegen) => {
      const sets = [set(2, ADDRESS_TEMPLATE), set(256, addressRecord(1))];
      const session = decodeAll(
        [0, 4].map((domain) => ipfix(sets, { domain })),
        codegen,
      );
      return flows(session).map(({ domain, srcAddr }) => [domain, srcAddr]);
    },
    [
      [0, '10.0.0.1'],
      [4, '10.0.0.1'],
    ],
  ],
];

/** From the sections on rules and on what other decoders get wrong. */
const RULES: readonly (readonly [trait: string, run: Run, expected: unknown])[] = [
  [
    'the v9 header counts fewer sets than there are',
    (codegen) =>
      sources(
        decodeAll(
          [v9([set(0, ADDRESS_TEMPLATE), set(256, addressRecord(1)), set(256, addressRecord(2))], { count: 1 })],
          codegen,
        ),
      ),
    ['10.0.0.1', '10.0.0.2'],
  ],
  [
    'length 65535 is variable length in v9 too',
    (codegen) =>
      sources(
        decodeAll([v9([set(0, '0100 0002 0052 ffff 0008 0004'), set(256, '02 6162 0a000001 00 0a000002')])], codegen),
      ),
    ['10.0.0.1', '10.0.0.2'],
  ],
  [
    'the template came from another source port of the exporter',
    (codegen) => {
      const decoder = createFlowDecoder({ codegen });
      decoder.decode(datagram(v9([set(0, ADDRESS_TEMPLATE)]), { port: 1000 }));
      const other = decoder.decode(datagram(v9([set(256, addressRecord(1))], { sequence: 700 }), { port: 2000 }));
      return other.problems.map(({ code }) => code);
    },
    ['no-template'],
  ],
  [
    'initiator and responder counts are not the octets of the flow',
    (codegen) => {
      const { octets, extra } = flowOf([SRC4, [231, '00000064'], [232, '000000c8']], { version: 9, codegen });
      return [octets, extra.initiatorOctets, extra.responderOctets];
    },
    [null, 100, 200],
  ],
  [
    'octets are not multiplied by the sampling rate',
    (codegen) =>
      flowOf(
        [
          [1, '05'],
          [34, '00000064'],
        ],
        { codegen },
      ).octets,
    5,
  ],
];

describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('traps of real exporters, %s', (_title, codegen) => {
  test.each(ON_FIXTURES)('%s: %s', (_trait, fixture, look, expected) => {
    expect(look(decodeFixture(fixture, codegen))).toEqual(expected);
  });

  test.each([...ON_BYTES, ...RULES])('%s', (_trait, run, expected) => {
    expect(run(codegen)).toEqual(expected);
  });
});

test.skipIf(!existsSync(CORPUS))('every trait of the corpus beside the repository has its test', () => {
  const captures = JSON.parse(readFileSync(CORPUS, 'utf8')) as readonly { readonly traits?: readonly string[] }[];
  const listed = new Set(captures.flatMap(({ traits = [] }) => traits));
  const tested = new Set([...ON_FIXTURES, ...ON_BYTES].map(([trait]) => trait));
  expect([...listed].filter((trait) => !tested.has(trait))).toEqual([]);
});
