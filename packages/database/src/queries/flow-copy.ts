import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { IdsByAddress } from './ingest-exporters.ts';
import { instantText } from './instant-text.ts';

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
  protocol, tcp_flags, packets, octets, input_if, output_if) from stdin`;

const ROWS_PER_CHUNK = 2_000;

/** First instant that a four-digit year can't write; exporters may say any time. */
const YEAR_10000 = Date.UTC(10_000, 0, 1);

/** A time that the table can hold, or null. */
function instant(value: number | null): string | null {
  return value === null || !(value >= 0 && value < YEAR_10000) ? null : instantText(value);
}

/** A value of COPY's text format. */
function text(value: string | number | null | undefined): string | number {
  return value ?? '\\N';
}

/** One line of COPY's text format. No value needs escaping: they are numbers, times and canonical addresses. */
function line(flow: StoredFlow, exporters: IdsByAddress): string {
  const times = `${text(instant(flow.receivedAt))}\t${text(instant(flow.start))}\t${text(instant(flow.end))}`;
  const from = `${text(exporters.get(flow.exporter))}\t${flow.domain}\t${flow.version}`;
  const ends = `${text(flow.srcAddr)}\t${text(flow.dstAddr)}\t${text(flow.srcPort)}\t${text(flow.dstPort)}`;
  const counts = `${text(flow.protocol)}\t${text(flow.tcpFlags)}\t${text(flow.packets)}\t${text(flow.octets)}`;
  return `${times}\t${from}\t${ends}\t${counts}\t${text(flow.inputIf)}\t${text(flow.outputIf)}\n`;
}

function* chunks(flows: readonly StoredFlow[], exporters: IdsByAddress): Generator<string> {
  for (let at = 0; at < flows.length; at += ROWS_PER_CHUNK)
    yield flows
      .slice(at, at + ROWS_PER_CHUNK)
      .map((flow) => line(flow, exporters))
      .join('');
}

/** Appends flows by COPY inside the client's transaction. Rejects when a day of receipt has no partition. */
export async function copyFlows(
  client: PoolClient,
  flows: readonly StoredFlow[],
  exporters: IdsByAddress,
): Promise<void> {
  if (flows.length === 0) return;
  await pipeline(Readable.from(chunks(flows, exporters)), client.query(copyFrom(COPY)));
}
