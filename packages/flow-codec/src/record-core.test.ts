import { describe, expect, test } from 'vitest';
import { createFlowDecoder } from './flow-decoder.ts';
import type { FlowRecord } from './flow-record.ts';
import { type Field, flowOf, templateOf, valueOfField } from './testing/one-record.ts';
import { datagram, EXPORT_SECONDS, ipfix, set } from './testing/wire-bytes.ts';

const EXPORT_MS = EXPORT_SECONDS * 1000;
const UPTIME = 1_000_000;

describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('core of a record, %s', (_title, codegen) => {
  const SRC4: Field = [8, '0a000001'];
  const DST4: Field = [12, '0a000002'];
  const SRC6: Field = [27, '20010db8000000000000000000000001'];
  const DST6: Field = [28, '20010db8000000000000000000000002'];
  const ZERO4: Field[] = [
    [8, '00000000'],
    [12, '00000000'],
  ];

  test.each<[string, Field[], 9 | 10, number | null]>([
    ['152 milliseconds', [[152, '0000018bcfe56800']], 10, 1_700_000_000_000],
    ['150 seconds', [[150, '6553f100']], 10, 1_700_000_000_000],
    ['154 in NTP format', [[154, 'e8fe6f80 80000000']], 10, 1_700_000_000_500],
    ['156 in NTP format, next era', [[156, '00000001 00000000']], 10, 2_085_978_497_000],
    ['154 unset', [[154, '0000000000000000']], 10, null],
    ['158 microseconds before export', [[158, '000f4240']], 10, EXPORT_MS - 1000],
    ['22 sysUptime', [[22, '000f3e58']], 9, EXPORT_MS - 1000],
    ['22 after a wrap of the uptime', [[22, 'fffffc18']], 9, EXPORT_MS - UPTIME - 1000],
    ['22 in the future', [[22, '000f4628']], 9, EXPORT_MS + 1000],
    ['22 in IPFIX without a boot time', [[22, '000f3e58']], 10, null],
    [
      '22 in IPFIX with the boot time in the record',
      [
        [22, '000003e8'],
        [160, '0000018bcfd621e0'],
      ],
      10,
      0x18bcfd621e0 + 1000,
    ],
    [
      '152 before 22',
      [
        [22, '000f3e58'],
        [152, '0000018bcfe56800'],
      ],
      9,
      1_700_000_000_000,
    ],
    ['of length 0', [[150, ''], SRC4], 10, null],
  ])('start: %s', (_name, fields, version, expected) => {
    expect(flowOf(fields, { version, codegen }).start).toBe(expected);
  });

  test('21/22 in IPFIX with the boot time in options data', () => {
    const boot = EXPORT_MS - 5000;
    const options: Field[] = [
      [149, '00000001'],
      [160, boot.toString(16).padStart(16, '0')],
    ];
    const flow = flowOf(
      [
        [22, '00000064'],
        [21, '000003e8'],
      ],
      { codegen, options },
    );
    expect([flow.start, flow.end]).toEqual([boot + 100, boot + 1000]);
  });

  test.each<[string, Field[], (string | number | null)[]]>([
    ['IPv4', [SRC4, DST4], [4, '10.0.0.1', '10.0.0.2']],
    ['IPv6', [SRC6, DST6], [6, '2001:db8::1', '2001:db8::2']],
    ['none', [[1, '01']], [null, null, null]],
    ['destination only', [DST4], [4, null, '10.0.0.2']],
    ['both families, IPv4 filled', [SRC6, DST6, SRC4, DST4], [4, '10.0.0.1', '10.0.0.2']],
    ['both families, IPv4 zero', [SRC6, DST6, ...ZERO4], [6, '2001:db8::1', '2001:db8::2']],
    ['both families, element 60 says 6', [SRC6, DST6, SRC4, DST4, [60, '06']], [6, '2001:db8::1', '2001:db8::2']],
    ['both families, element 60 says 4', [SRC6, DST6, ...ZERO4, [60, '04']], [4, '0.0.0.0', '0.0.0.0']],
    ['both families, element 60 is 0', [SRC6, DST6, ...ZERO4, [60, '00']], [6, '2001:db8::1', '2001:db8::2']],
    ['IPv4 source only beside IPv6', [SRC6, DST6, [8, '00000000']], [6, '2001:db8::1', '2001:db8::2']],
  ])('addresses: %s', (_name, fields, expected) => {
    const flow = flowOf(fields, { codegen });
    expect([flow.ipVersion, flow.srcAddr, flow.dstAddr]).toEqual(expected);
  });

  test('a template with the protocol twice has a tunnel: the core is the outer header', () => {
    const flow = flowOf(
      [
        SRC6,
        DST6,
        [7, '0001'],
        [11, '0002'],
        [4, '04'],
        [6, '00'],
        SRC4,
        DST4,
        [7, '0457'],
        [11, '08ae'],
        [4, '11'],
        [6, '0010'],
      ],
      {
        codegen,
      },
    );
    expect([flow.ipVersion, flow.srcAddr, flow.srcPort, flow.protocol, flow.tcpFlags]).toEqual([
      6,
      '2001:db8::1',
      1,
      4,
      0,
    ]);
    expect(flow.extra.inner).toEqual({
      ipVersion: 4,
      srcAddr: '10.0.0.1',
      dstAddr: '10.0.0.2',
      srcPort: 1111,
      dstPort: 2222,
      protocol: 17,
      tcpFlags: 16,
    });
  });

  test.each<[string, Field[], Partial<FlowRecord>]>([
    [
      'ports 7/11',
      [
        [182, '0005'],
        [7, '0001'],
        [11, '0002'],
        [183, '0006'],
      ],
      { srcPort: 1, dstPort: 2 },
    ],
    [
      'ports 180/181',
      [
        [182, '0005'],
        [183, '0006'],
        [180, '0003'],
        [181, '0004'],
      ],
      { srcPort: 3, dstPort: 4 },
    ],
    [
      'ports 182/183',
      [
        [182, '0005'],
        [183, '0006'],
      ],
      { srcPort: 5, dstPort: 6 },
    ],
    [
      'port 0 is a port',
      [
        [7, '0000'],
        [11, '0000'],
      ],
      { srcPort: 0, dstPort: 0 },
    ],
    [
      'ports of 4 bytes',
      [
        [7, '00000050'],
        [11, '00010000'],
      ],
      { srcPort: 80, dstPort: null },
    ],
    ['flags of 1 byte', [[6, 'ff']], { tcpFlags: 255 }],
    ['flags of 2 bytes', [[6, '0fff']], { tcpFlags: 4095 }],
    [
      'octets 1 before 85',
      [
        [85, '05'],
        [1, '04'],
        [86, '03'],
        [2, '02'],
      ],
      { octets: 4, packets: 2 },
    ],
    [
      'octets 85',
      [
        [85, '0005'],
        [86, '000003'],
      ],
      { octets: 5, packets: 3 },
    ],
    [
      'reduced sizes',
      [
        [1, '0102030405'],
        [2, '010203040506'],
      ],
      { octets: 0x0102030405, packets: 0x010203040506 },
    ],
    ['7 bytes', [[1, '001fffffffffff']], { octets: 0x1fffffffffff }],
    ['8 bytes, 2^53 - 1', [[1, '001fffffffffffff']], { octets: Number.MAX_SAFE_INTEGER }],
    ['8 bytes, 2^53', [[1, '0020000000000000']], { octets: null }],
    ['8 bytes, 2^64 - 1', [[1, 'ffffffffffffffff']], { octets: null }],
    ['an address of 5 bytes is no address', [[8, '0a00000100']], { srcAddr: null, ipVersion: null }],
    [
      'NSEL without element 1',
      [
        [231, '00000009'],
        [85, '00000007'],
      ],
      { octets: 7, packets: null, extra: { initiatorOctets: 9 } },
    ],
  ])('%s', (_name, fields, expected) => {
    expect(flowOf(fields, { codegen })).toMatchObject(expected);
  });

  test('counters beyond 2^53 - 1 and lengths that a type cannot have are named problems', () => {
    const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
    const large: Field[] = [
      [1, 'ffffffffffffffff'],
      [8, '0a00000100'],
    ];
    const message = decoder.decode(
      datagram(ipfix([set(2, templateOf(large)), set(256, large.map(valueOfField).join(''))])),
    );
    expect(message.problems.map(({ code, element, set: at }) => [code, element, at])).toEqual([
      ['element-length', { enterprise: 0, id: 8 }, 1],
      ['value-too-large', { enterprise: 0, id: 1 }, 2],
    ]);
  });
});
