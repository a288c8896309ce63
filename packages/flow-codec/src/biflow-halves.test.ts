import { describe, expect, test } from 'vitest';
import { biflowHalves } from './biflow-halves.ts';
import type { FlowRecord } from './flow-record.ts';

const flow: FlowRecord = {
  version: 10,
  exporter: '192.0.2.1',
  domain: 0,
  sequence: 0,
  templateId: 256,
  ipVersion: 4,
  srcAddr: '10.0.0.1',
  dstAddr: '10.0.0.2',
  srcPort: 40000,
  dstPort: 443,
  protocol: 6,
  tcpFlags: 27,
  octets: 100,
  packets: 2,
  start: 1000,
  end: 2000,
  sampling: null,
  samplingSource: null,
  extra: {},
};
const ends = (flows: FlowRecord[]) =>
  flows.map(({ srcAddr, srcPort, octets, packets }) => [srcAddr, srcPort, octets, packets]);

describe('biflowHalves', () => {
  test('a record without reverse elements is one flow', () => {
    expect(biflowHalves(flow)).toEqual([flow]);
  });

  test.each([
    [
      'both directions',
      100,
      2,
      200,
      3,
      [
        ['10.0.0.1', 40000, 100, 2],
        ['10.0.0.2', 443, 200, 3],
      ],
    ],
    ['an all-zero reverse side is none', 100, 2, 0, 0, [['10.0.0.1', 40000, 100, 2]]],
    ['everything in the reverse elements', 0, 0, 200, 3, [['10.0.0.2', 443, 200, 3]]],
    ['nothing in either stays one record', 0, 0, 0, 0, [['10.0.0.1', 40000, 0, 0]]],
  ])('%s', (_name, octets, packets, reverseOctets, reversePackets, expected) => {
    expect(ends(biflowHalves({ ...flow, octets, packets, extra: { reverseOctets, reversePackets } }))).toEqual(
      expected,
    );
  });

  test('flags, times, interfaces, MACs and the opener are those of the other end', () => {
    const extra = {
      reverseOctets: 1,
      reverseTcpFlags: 18,
      reverseInitialTcpFlags: 18,
      initialTcpFlags: 2,
      reverseStart: 1500,
      inputIf: 1,
      outputIf: 2,
      srcMac: 'a',
      dstMac: 'b',
      biflowDirection: 1,
    };
    const [forward, reverse] = biflowHalves({ ...flow, extra });
    expect(forward?.extra).toEqual({
      initialTcpFlags: 2,
      inputIf: 1,
      outputIf: 2,
      srcMac: 'a',
      dstMac: 'b',
      biflowDirection: 1,
    });
    expect(reverse?.extra).toEqual({
      initialTcpFlags: 18,
      inputIf: 2,
      outputIf: 1,
      srcMac: 'b',
      dstMac: 'a',
      biflowDirection: 2,
    });
    expect([reverse?.tcpFlags, reverse?.start, reverse?.end, reverse?.packets]).toEqual([18, 1500, 2000, null]);
  });
});
