import type { FlowExtra, FlowRecord } from './flow-record.ts';

/**
 * The flows of a record, one per direction: a record with reverse elements (RFC 5103) is two, and either of them is
 * left out when it has neither octets nor packets while the other has. Reverse times are those of the record when the
 * exporter sends none.
 */
export function biflowHalves(flow: FlowRecord): FlowRecord[] {
  const { reverseOctets, reversePackets, reverseTcpFlags, reverseStart, reverseEnd, reverseInitialTcpFlags, ...extra } =
    flow.extra;
  if (reverseOctets === undefined && reversePackets === undefined) return [flow];
  const forward: FlowRecord = { ...flow, extra };
  const reverse: FlowRecord = {
    ...flow,
    srcAddr: flow.dstAddr,
    dstAddr: flow.srcAddr,
    srcPort: flow.dstPort,
    dstPort: flow.srcPort,
    octets: reverseOctets ?? null,
    packets: reversePackets ?? null,
    tcpFlags: reverseTcpFlags ?? null,
    start: reverseStart ?? flow.start,
    end: reverseEnd ?? flow.end,
    extra: reverseExtra(extra, reverseInitialTcpFlags),
  };
  if (isEmpty(reverse)) return [forward];
  return isEmpty(forward) ? [reverse] : [forward, reverse];
}

const isEmpty = ({ octets, packets }: FlowRecord) => !octets && !packets;

/** What is said of the record seen from the other end: interfaces and MAC addresses change sides, the rest is dropped. */
function reverseExtra(
  { inputIf, outputIf, srcMac, dstMac, biflowDirection, flowEndReason, vlan }: FlowExtra,
  initialTcpFlags?: number,
): FlowExtra {
  return {
    ...(outputIf !== undefined && { inputIf: outputIf }),
    ...(inputIf !== undefined && { outputIf: inputIf }),
    ...(dstMac !== undefined && { srcMac: dstMac }),
    ...(srcMac !== undefined && { dstMac: srcMac }),
    ...(vlan !== undefined && { vlan }),
    ...(flowEndReason !== undefined && { flowEndReason }),
    ...(biflowDirection !== undefined && { biflowDirection: REVERSED[biflowDirection] ?? biflowDirection }),
    ...(initialTcpFlags !== undefined && { initialTcpFlags }),
  };
}

/** 1: the source of the forward half opened the connection; 2: the destination did. */
const REVERSED: Partial<Record<number, number>> = { 1: 2, 2: 1 };
