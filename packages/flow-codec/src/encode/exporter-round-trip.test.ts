import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFlowDecoder } from '../flow-decoder.ts';
import type { FlowExtra } from '../flow-record.ts';
import { createExporter } from './exporter.ts';
import type { ExportedFlow } from './exporter-options.ts';

const BOOT = 1_700_000_000_250;
const NOW = BOOT + 86_400_000;

const counter = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const time = fc.integer({ min: BOOT, max: NOW });
const v4 = uint(24).map((host) => `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`);
const v6 = fc.integer({ min: 1, max: 0xffff }).map((host) => `2001:db8::${host.toString(16)}`);
const pair = fc.oneof(fc.tuple(v4, v4), fc.tuple(v6, v6));

const core = fc.record({
  pair,
  srcPort: uint(16),
  dstPort: uint(16),
  protocol: fc.constantFrom(6, 17, 132),
  tcpFlags: uint(8),
  octets: counter,
  packets: counter,
  start: time,
  end: time,
});
const extra = fc.record(
  {
    inputIf: uint(32),
    outputIf: uint(32),
    vlan: uint(12),
    direction: uint(1),
    flowEndReason: uint(3),
    natSrcAddr: v4,
    natDstAddr: v4,
    natSrcPort: uint(16),
    natDstPort: uint(16),
    octetsOut: counter,
    packetsOut: counter,
    initiatorOctets: counter,
    responderOctets: counter,
    firewallEvent: uint(3),
    eventTimeMs: time,
    srcMac: fc.constant('02:00:00:aa:bb:01'),
    dstMac: fc.constant('02:00:00:aa:bb:02'),
  },
  { requiredKeys: [] },
);
const flow = fc.tuple(core, extra).map(
  ([
    {
      pair: [srcAddr, dstAddr],
      ...rest
    },
    more,
  ]) => ({
    ...rest,
    srcAddr,
    dstAddr,
    extra: more as FlowExtra,
  }),
);

/** What our decoder makes of the exporter's datagrams; problems and sequence gaps are failures. */
function throughTheWire(version: 5 | 9 | 10, flows: readonly ExportedFlow[], sampling?: number) {
  const exporter = createExporter({
    version,
    bootTime: BOOT,
    domain: 258,
    templateRefresh: 3,
    ...(sampling ? { sampling } : {}),
  });
  const decoder = createFlowDecoder();
  const half = Math.ceil(flows.length / 2);
  const datagrams = [
    ...exporter.exportFlows(flows.slice(0, half), NOW),
    ...exporter.exportFlows(flows.slice(half), NOW),
  ];
  return datagrams.flatMap((payload) => {
    const message = decoder.decode({ exporter: '192.0.2.1', port: 50_000, receivedAt: NOW, payload });
    expect(message.problems).toEqual([]);
    expect(message.domain).toBe(258);
    return message.records.map((record) => record.flow);
  });
}

test.each([9 as const, 10 as const])('version %i: the decoder gives back what was exported', (version) => {
  fc.assert(
    fc.property(fc.array(flow, { maxLength: 60 }), (flows) => {
      const decoded = throughTheWire(version, flows);
      expect(decoded.length).toBe(flows.length);
      for (const [i, sent] of flows.entries()) expect(decoded[i]).toMatchObject(sent);
      for (const [i, sent] of flows.entries()) expect(decoded[i]?.extra).toEqual(sent.extra);
    }),
    { numRuns: 60 },
  );
});

test('version 5: the decoder gives back what fits', () => {
  const only4 = fc
    .tuple(core, v4, v4, uint(32), uint(32))
    .map(([{ pair: _, ...rest }, srcAddr, dstAddr, octets, packets]) => ({
      ...rest,
      ...{ srcAddr, dstAddr, octets, packets },
    }));
  fc.assert(
    fc.property(fc.array(only4, { maxLength: 60 }), (flows) => {
      const decoded = throughTheWire(5, flows);
      expect(decoded.length).toBe(flows.length);
      for (const [i, sent] of flows.entries()) expect(decoded[i]).toMatchObject(sent);
    }),
    { numRuns: 60 },
  );
});

test.each([
  [5 as const, 'v5-header'],
  [9 as const, 'options'],
  [10 as const, 'options'],
])('version %i: sampling comes from %s', (version, samplingSource) => {
  const [one] = fc.sample(core, { numRuns: 1, seed: 1 });
  const { pair: _, ...rest } = one as NonNullable<typeof one>;
  const flows = [{ ...rest, srcAddr: '10.0.0.1', dstAddr: '10.0.0.2', octets: 1, packets: 1 }];
  expect(throughTheWire(version, flows, 100)).toMatchObject([{ sampling: 100, samplingSource }]);
});

test('a biflow comes back whole from IPFIX, as two halves from v9', () => {
  const biflow: ExportedFlow = {
    ...{ srcAddr: '10.0.0.1', dstAddr: '10.0.0.2', srcPort: 50_000, dstPort: 443, protocol: 6, tcpFlags: 0x1b },
    ...{ octets: 1000, packets: 10, start: NOW - 500, end: NOW - 100 },
    extra: { reverseOctets: 5000, reversePackets: 9, reverseTcpFlags: 0x13, biflowDirection: 1 },
  };
  expect(throughTheWire(10, [biflow])).toMatchObject([biflow]);
  expect(throughTheWire(9, [biflow])).toMatchObject([
    { srcAddr: '10.0.0.1', dstPort: 443, octets: 1000 },
    { srcAddr: '10.0.0.2', srcPort: 443, octets: 5000, packets: 9, tcpFlags: 0x13 },
  ]);
});
