import type { PoolClient } from 'pg';
import { type BinaryRows, copyRows } from './copy-binary.ts';
import type { IdsByAddress } from './ingest-exporters.ts';

/** A normalised flow as it is kept. Times are milliseconds since 1970 UTC; what the record does not say is null. */
export interface StoredFlow {
  readonly receivedAt: number;
  readonly start: number | null;
  readonly end: number | null;
  /** One of the window's exporters. */
  readonly exporter: string;
  readonly domain: number;
  readonly version: number;
  readonly srcAddr: string | null;
  readonly dstAddr: string | null;
  readonly srcPort: number | null;
  readonly dstPort: number | null;
  readonly protocol: number | null;
  readonly tcpFlags: number | null;
  readonly packets: number | null;
  readonly octets: number | null;
  readonly inputIf: number | null;
  readonly outputIf: number | null;
}

const COPY = `copy flow (received_at, started_at, ended_at, exporter_id, domain, version, src, dst, src_port, dst_port,
  protocol, tcp_flags, packets, octets, input_if, output_if) from stdin (format binary)`;

/** First instant that a four-digit year can't write; exporters may say any time. */
const YEAR_10000 = Date.UTC(10_000, 0, 1);

/** A time that the table can hold, or null. */
function instant(value: number | null): number | null {
  return value !== null && value >= 0 && value < YEAR_10000 ? value : null;
}

function addFlow(rows: BinaryRows, flow: StoredFlow, exporters: IdsByAddress): void {
  rows.row(16);
  rows.timestamptz(instant(flow.receivedAt));
  rows.timestamptz(instant(flow.start));
  rows.timestamptz(instant(flow.end));
  rows.int4(exporters.get(flow.exporter) ?? null);
  rows.int8(flow.domain);
  rows.int2(flow.version);
  rows.inet(flow.srcAddr);
  rows.inet(flow.dstAddr);
  rows.int4(flow.srcPort);
  rows.int4(flow.dstPort);
  rows.int2(flow.protocol);
  rows.int4(flow.tcpFlags);
  rows.int8(flow.packets);
  rows.int8(flow.octets);
  rows.int8(flow.inputIf);
  rows.int8(flow.outputIf);
}

/** Appends flows by COPY inside the client's transaction. Rejects when a day of receipt has no partition. */
export async function copyFlows(
  client: PoolClient,
  flows: readonly StoredFlow[],
  exporters: IdsByAddress,
): Promise<void> {
  if (flows.length === 0) return;
  await copyRows(client, COPY, flows, (rows, flow) => addFlow(rows, flow, exporters));
}
