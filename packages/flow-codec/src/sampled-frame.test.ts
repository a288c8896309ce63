import { describe, expect, test } from 'vitest';
import { readFrameHeaders } from './sampled-frame.ts';
import { hex } from './testing/wire-bytes.ts';

const MACS = '020000000001 020000000002';
const IPV4 = (protocol: string, fragment = '0000') => `45000064 0000${fragment} 40${protocol}0000 0a000001 0a000002`;
const IPV6 = (next: string) =>
  `60000000 0014${next}40 20010db8000000000000000000000001 20010db8000000000000000000000002`;
const PORTS = '0035c350';
const four = { ipVersion: 4, srcAddr: '10.0.0.1', dstAddr: '10.0.0.2', length: 100 };
const six = { ipVersion: 6, srcAddr: '2001:db8::1', dstAddr: '2001:db8::2', length: 60 };
const ports = { srcPort: 53, dstPort: 50000 };

describe('readFrameHeaders', () => {
  test.each<[string, number, string, unknown[]]>([
    ['IPv4 and UDP', 315, `${MACS} 0800 ${IPV4('11')} ${PORTS}`, [{ ...four, protocol: 17, ...ports }]],
    [
      'two VLAN tags',
      315,
      `${MACS} 88a8 0001 8100 0002 0800 ${IPV4('06')} ${PORTS}`,
      [{ ...four, protocol: 6, ...ports }],
    ],
    ['PPPoE', 315, `${MACS} 8864 110000010066 0021 ${IPV4('06')} ${PORTS}`, [{ ...four, protocol: 6, ...ports }]],
    ['element 313 begins at the IP header', 313, `${IPV4('11')} ${PORTS}`, [{ ...four, protocol: 17, ...ports }]],
    ['element 104', 104, `${MACS} 0800 ${IPV4('01')} 0800`, [{ ...four, protocol: 1 }]],
    ['cut off before the ports', 315, `${MACS} 0800 ${IPV4('11')} 0035`, [{ ...four, protocol: 17 }]],
    ['cut off in the IP header', 315, `${MACS} 0800 45000064`, []],
    ['a later fragment has no ports', 315, `${MACS} 0800 ${IPV4('11', '0010')} ${PORTS}`, [{ ...four, protocol: 17 }]],
    ['IPv6', 315, `${MACS} 86dd ${IPV6('11')} ${PORTS}`, [{ ...six, protocol: 17, ...ports }]],
    [
      'IPv6 with hop-by-hop options',
      315,
      `${MACS} 86dd ${IPV6('00')} 1100000000000000 ${PORTS}`,
      [{ ...six, protocol: 17, ...ports }],
    ],
    [
      'IPv6 first fragment',
      315,
      `${MACS} 86dd ${IPV6('2c')} 1100000100000001 ${PORTS}`,
      [{ ...six, protocol: 17, ...ports }],
    ],
    ['IPv6 later fragment', 315, `${MACS} 86dd ${IPV6('2c')} 1100000800000001 ${PORTS}`, [{ ...six, protocol: 17 }]],
    [
      'IPv4 in IPv6',
      315,
      `${MACS} 86dd ${IPV6('04')} ${IPV4('11')} ${PORTS}`,
      [
        { ...six, protocol: 4 },
        { ...four, protocol: 17, ...ports },
      ],
    ],
    ['MPLS', 315, `${MACS} 8847 00010140 ${IPV4('11')} ${PORTS}`, []],
    ['a header length below 20', 313, `41000064 00000000 40110000 0a000001 0a000002 ${PORTS}`, []],
    ['nothing', 315, '', []],
  ])('%s', (_name, element, frame, expected) => {
    expect(readFrameHeaders(hex(frame), element)).toEqual(expected);
  });

  test('ends with a frame that is tunnel in tunnel in tunnel', () => {
    expect(readFrameHeaders(hex(IPV4('04').repeat(50)), 313)).toHaveLength(4);
  });
});
