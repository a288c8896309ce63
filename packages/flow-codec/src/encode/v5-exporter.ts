import { ICMP } from '@scopemap/net';
import { encodeV5, type V5Record } from './encode-v5.ts';
import type { ExportedFlow, ExporterOptions, FlowExporter } from './exporter-options.ts';
import { splitBiflow } from './split-biflow.ts';
import { uptimeOf } from './uptime.ts';

const HEADER_LENGTH = 24;
const RECORD_LENGTH = 48;
/** Cisco's exporters never put more records into a packet. */
const MAX_RECORDS = 30;

function needed(value: number | null | undefined, name: string): number {
  if (value === null || value === undefined) throw new RangeError(`NetFlow v5 cannot leave out ${name}`);
  return value;
}

function toV5Record(flow: ExportedFlow, bootTime: number, exportTime: number): V5Record {
  const icmpType = flow.protocol === ICMP ? flow.extra?.icmpType : undefined;
  const icmpPort = icmpType === undefined ? null : icmpType * 256 + (flow.extra?.icmpCode ?? 0);
  return {
    srcAddr: flow.srcAddr ?? 'a flow without source address',
    dstAddr: flow.dstAddr ?? 'a flow without destination address',
    srcPort: flow.srcPort ?? 0,
    // v5 has no ICMP fields: type and code go where Cisco puts them.
    dstPort: flow.dstPort ?? icmpPort ?? 0,
    protocol: needed(flow.protocol, 'the protocol'),
    tcpFlags: (flow.tcpFlags ?? 0) & 0xff,
    octets: needed(flow.octets, 'octets'),
    packets: needed(flow.packets, 'packets'),
    first: uptimeOf(needed(flow.start, 'the start'), bootTime, exportTime),
    last: uptimeOf(needed(flow.end, 'the end'), bootTime, exportTime),
    inputIf: flow.extra?.inputIf ?? 0,
    outputIf: flow.extra?.outputIf ?? 0,
  };
}

/** An exporter of NetFlow v5. What v5 has no field for (MAC addresses, NAT ...) is left out; without ports it sends 0. */
export function createV5Exporter(options: ExporterOptions): FlowExporter {
  const { bootTime, domain = 0, sampling, maxPayload = 1400 } = options;
  const perPacket = Math.min(MAX_RECORDS, Math.floor((maxPayload - HEADER_LENGTH) / RECORD_LENGTH));
  if (perPacket < 1) throw new RangeError(`a payload of ${maxPayload} bytes holds no record`);
  let sequence = 0;
  return {
    exportFlows(flows, exportTime) {
      const time = Math.floor(exportTime);
      if (time < bootTime) throw new RangeError('the export time is before the boot');
      const records: V5Record[] = [];
      for (const flow of flows) {
        for (const half of splitBiflow(flow)) records.push(toV5Record(half, bootTime, time));
      }
      const datagrams: Uint8Array[] = [];
      for (let i = 0; i < records.length; i += perPacket) {
        const message = encodeV5({
          sysUptime: uptimeOf(time, bootTime, time),
          exportSeconds: Math.floor(time / 1000),
          exportNanoseconds: (time % 1000) * 1_000_000,
          sequence: (sequence + i) % 2 ** 32,
          engineType: domain >>> 8,
          engineId: domain & 0xff,
          samplingMode: sampling === undefined ? 0 : 1,
          samplingInterval: sampling ?? 0,
          records: records.slice(i, i + perPacket),
        });
        datagrams.push(message);
      }
      sequence = (sequence + records.length) % 2 ** 32;
      return datagrams;
    },
  };
}
