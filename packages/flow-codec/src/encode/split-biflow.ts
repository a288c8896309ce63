import type { ExportedFlow } from './exporter-options.ts';

/** The flow as uniflows: a biflow (RFC 5103) with anything in its reverse direction becomes two, others stay one. */
export function splitBiflow(flow: ExportedFlow): ExportedFlow[] {
  const extra = flow.extra;
  if (extra?.reverseOctets === undefined && extra?.reversePackets === undefined) return [flow];
  const { reverseOctets, reversePackets, reverseTcpFlags, biflowDirection: _, inputIf, outputIf, ...rest } = extra;
  const forwardInterfaces = {
    ...(inputIf === undefined ? {} : { inputIf }),
    ...(outputIf === undefined ? {} : { outputIf }),
  };
  const forward = { ...flow, extra: { ...rest, ...forwardInterfaces } };
  if (!reverseOctets && !reversePackets) return [forward];
  const backward: ExportedFlow = {
    srcAddr: flow.dstAddr,
    dstAddr: flow.srcAddr,
    srcPort: flow.dstPort ?? null,
    dstPort: flow.srcPort ?? null,
    protocol: flow.protocol,
    tcpFlags: reverseTcpFlags ?? null,
    octets: reverseOctets ?? null,
    packets: reversePackets ?? null,
    start: flow.start ?? null,
    end: flow.end ?? null,
    extra: {
      ...(outputIf === undefined ? {} : { inputIf: outputIf }),
      ...(inputIf === undefined ? {} : { outputIf: inputIf }),
    },
  };
  return [forward, backward];
}
