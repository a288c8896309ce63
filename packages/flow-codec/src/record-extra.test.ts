import { describe, expect, test } from 'vitest';
import type { FlowRecord } from './flow-record.ts';
import type { InformationElement } from './information-elements.ts';
import { type Field, flowOf } from './testing/one-record.ts';

describe.each([
  ['generated reader', true],
  ['interpreter', false],
])('extra values of a record, %s', (_title, codegen) => {
  const SRC4: Field = [8, '0a000001'];
  const DST4: Field = [12, '0a000002'];

  test.each<[string, Field[], FlowRecord['extra']]>([
    ['ICMP 32', [[32, '0301']], { icmpType: 3, icmpCode: 1 }],
    ['ICMP 139', [[139, '8700']], { icmpType: 135, icmpCode: 0 }],
    [
      'ICMP 32 and 139 in one template',
      [
        [32, '0000'],
        [139, '8700'],
      ],
      { icmpType: 135, icmpCode: 0 },
    ],
    [
      'ICMP 176/177',
      [
        [176, '03'],
        [177, '01'],
      ],
      { icmpType: 3, icmpCode: 1 },
    ],
    [
      'ICMP 178/179',
      [
        [178, '87'],
        [179, '02'],
      ],
      { icmpType: 135, icmpCode: 2 },
    ],
    [
      'NAT 225-228',
      [
        [225, 'c6336401'],
        [226, 'c6336402'],
        [227, '0007'],
        [228, '0008'],
      ],
      { natSrcAddr: '198.51.100.1', natDstAddr: '198.51.100.2', natSrcPort: 7, natDstPort: 8 },
    ],
    [
      'NAT to IPv6',
      [
        [225, '00000000'],
        [281, '20010db8000000000000000000000009'],
      ],
      { natSrcAddr: '2001:db8::9' },
    ],
    [
      'NAT event',
      [
        [230, '01'],
        [323, '0000018bcfe56800'],
      ],
      { natEvent: 1, eventTimeMs: 1_700_000_000_000 },
    ],
    [
      'counters behind the box',
      [
        [23, '05'],
        [24, '01'],
      ],
      { octetsOut: 5, packetsOut: 1 },
    ],
    [
      'initiator and responder',
      [
        [231, '01'],
        [232, '02'],
        [298, '03'],
        [299, '04'],
      ],
      { initiatorOctets: 1, responderOctets: 2, initiatorPackets: 3, responderPackets: 4 },
    ],
    [
      'firewall event, direction, end reason',
      [
        [233, '02'],
        [61, '01'],
        [136, '03'],
        [239, '01'],
      ],
      { firewallEvent: 2, direction: 1, flowEndReason: 3, biflowDirection: 1 },
    ],
    [
      'interfaces, VLAN, MAC',
      [
        [10, '0001'],
        [14, 'ffffffff'],
        [58, '0064'],
        [59, '00c8'],
        [56, '0200c0a80a01'],
        [80, 'ffffffffffff'],
      ],
      {
        inputIf: 1,
        outputIf: 4294967295,
        vlan: 100,
        postVlan: 200,
        srcMac: '02:00:c0:a8:0a:01',
        dstMac: 'ff:ff:ff:ff:ff:ff',
      },
    ],
    [
      'YAF flags',
      [
        [6871, 14, '02'],
        [6871, 15, '18'],
        [6871, 16398, '12'],
        [6871, 16399, '10'],
        [29305, 1, '05'],
      ],
      { initialTcpFlags: 2, reverseInitialTcpFlags: 18, reverseTcpFlags: 18, reverseOctets: 5 },
    ],
    [
      'VMware tenant',
      [
        SRC4,
        DST4,
        [6876, 880, '06'],
        [6876, 881, 'c6336401'],
        [6876, 882, 'c6336402'],
        [6876, 886, '0016'],
        [6876, 887, '01bb'],
      ],
      {
        inner: {
          ipVersion: 4,
          srcAddr: '198.51.100.1',
          dstAddr: '198.51.100.2',
          srcPort: 22,
          dstPort: 443,
          protocol: 6,
          tcpFlags: null,
        },
      },
    ],
    [
      'client named beside the addresses',
      [SRC4, DST4, [9, 12236, '0a000002'], [9, 12237, '0a000001']],
      { client: 'destination' },
    ],
  ])('extra: %s', (_name, fields, expected) => {
    expect(flowOf(fields, { codegen }).extra).toEqual(expected);
  });

  test('YAF: the flags of the flow are those of the first packet and of the others', () => {
    expect(
      flowOf(
        [
          [6871, 14, '02'],
          [6871, 15, '18'],
        ],
        { codegen },
      ).tcpFlags,
    ).toBe(0x1a);
  });

  test('Cisco AVC: client and server become source and destination', () => {
    const flow = flowOf(
      [
        [9, 12236, '0a000001'],
        [9, 12237, '0a000002'],
        [9, 12240, 'c350'],
        [9, 12241, '01bb'],
      ],
      { codegen },
    );
    expect([flow.srcAddr, flow.srcPort, flow.dstAddr, flow.dstPort, flow.extra.client]).toEqual([
      '10.0.0.1',
      50000,
      '10.0.0.2',
      443,
      'source',
    ]);
  });

  test('elements can be added, with the role of a known one', () => {
    const elements: InformationElement[] = [
      { enterprise: 99, id: 1, name: 'sourceOfOurs', type: 'ipv4Address', role: 'srcAddr4' },
    ];
    expect(flowOf([[99, 1, '0a000009']], { codegen, elements }).srcAddr).toBe('10.0.0.9');
    expect(flowOf([[99, 1, '0a000009']], { codegen }).srcAddr).toBe(null);
  });

  test('a sampled frame stands in for missing addresses', () => {
    const frame = '020000000001 020000000002 8100 0064 0800 4500003c 00000000 40110000 0a000001 0a000002 0035 c350';
    const flow = flowOf([[315, frame]], { codegen });
    expect(flow).toMatchObject({ ipVersion: null, srcAddr: null });
    expect(flow.extra).toEqual({
      frameIe: 315,
      frame: frame.replaceAll(' ', ''),
      frameHeaders: [
        {
          ipVersion: 4,
          srcAddr: '10.0.0.1',
          dstAddr: '10.0.0.2',
          protocol: 17,
          length: 60,
          srcPort: 53,
          dstPort: 50000,
        },
      ],
    });
  });
});
