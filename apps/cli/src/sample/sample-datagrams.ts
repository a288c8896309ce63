import type { FlowExtra } from '@scopemap/flow-codec';
import type { CaptureDatagram } from '@scopemap/flow-codec/capture';
import { createExporter, type FlowExporter } from '@scopemap/flow-codec/encode';
import { type ReferenceFlow, referenceFlows } from '@scopemap/reference-network';

const COLLECTOR = '10.40.0.50';
const DAY_MS = 86_400_000;
/** Records wait at most so long in an exporter before they are sent. */
const SEND_AFTER_MS = 60_000;
const SEND_AFTER_RECORDS = 24;

interface Sender {
  readonly address: string;
  readonly version: 5 | 9 | 10;
  readonly exporter: FlowExporter;
  waiting: ReferenceFlow[];
}

function extraOf(flow: ReferenceFlow): FlowExtra {
  const extra: FlowExtra = { inputIf: flow.inputIf, outputIf: flow.outputIf };
  if (flow.icmpType !== undefined) extra.icmpType = flow.icmpType;
  if (flow.icmpCode !== undefined) extra.icmpCode = flow.icmpCode;
  if (flow.natSrcAddr !== undefined) extra.natSrcAddr = flow.natSrcAddr;
  if (flow.natSrcPort !== undefined) extra.natSrcPort = flow.natSrcPort;
  return extra;
}

function* send(sender: Sender): Generator<CaptureDatagram> {
  const time = Math.max(...sender.waiting.map((flow) => flow.end));
  const flows = sender.waiting.map((flow) => ({ ...flow, extra: extraOf(flow) }));
  sender.waiting = [];
  for (const payload of sender.exporter.exportFlows(flows, time)) {
    const destinationPort = sender.version === 10 ? 4739 : 2055;
    yield { time, source: sender.address, sourcePort: 50_000, destination: COLLECTOR, destinationPort, payload };
  }
}

/**
 * The traffic of the reference network as its exporters send it: NetFlow v5, v9 and IPFIX datagrams in order of time.
 * `end` is the end of the period in milliseconds since 1970 UTC.
 */
export function* sampleDatagrams({ end, days }: { end: number; days: number }): Generator<CaptureDatagram> {
  // sysUptime wraps after 49.7 days: the exporters started shortly before the period.
  const bootTime = end - (days + 1) * DAY_MS;
  const senders = new Map<string, Sender>();
  for (const flow of referenceFlows({ end, days })) {
    let sender = senders.get(flow.exporter);
    if (!sender) {
      const exporter = createExporter({ version: flow.version, domain: flow.domain, bootTime });
      sender = { address: flow.exporter, version: flow.version, exporter, waiting: [] };
      senders.set(flow.exporter, sender);
    }
    const first = sender.waiting[0];
    if (first && (sender.waiting.length >= SEND_AFTER_RECORDS || flow.end - first.end > SEND_AFTER_MS))
      yield* send(sender);
    sender.waiting.push(flow);
  }
  for (const sender of senders.values()) if (sender.waiting.length > 0) yield* send(sender);
}
